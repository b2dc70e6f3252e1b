/// A trust of the region: its code, its feed and how it talks.
package struct SimulatedTrust: Sendable, Hashable {
    package var ods: String
    package var feed: String
    package var dialect: Dialect
    /// Place in the region; hospital numbers differ by it.
    var place: Int

    package init(ods: String, feed: String, dialect: Dialect, place: Int) {
        self.ods = ods
        self.feed = feed
        self.dialect = dialect
        self.place = place
    }

    /// The eighteen acute trusts. Four of them talk in a way of their own; the others are small variations of one dialect.
    package static let westMidlands: [SimulatedTrust] = {
        let codes = [
            "RRK", "RR1", "RQ3", "RLU", "RXK", "RKB", "RJE", "RL4", "RLT", "RJC", "RWP", "RLQ", "RNA", "RRJ", "RXW", "RL1",
            "RJF",
            "RBK",
        ]
        return codes.enumerated().map { place, ods in
            let dialect: Dialect =
                switch ods {
                case "RRK": .hive
                case "RKB": .oldPAS
                case "RJE": .coded
                case "RQ3": .fhir
                default: .base(place)
                }
            let feed = ods == "RQ3" ? "rq3-fhir" : "\(ods.lowercased())-pas"
            return SimulatedTrust(ods: ods, feed: feed, dialect: dialect, place: place)
        }
    }()

    /// The West Midlands Regional Genetics Laboratory, at RQ3: it receives every trust's specimens and reports them.
    package static let laboratory = SimulatedTrust(ods: "WMRGL", feed: "wmrgl-lims", dialect: .laboratory, place: 99)
}
