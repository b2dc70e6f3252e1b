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

    /// The eighteen acute trusts, each in its own dialect (docs/trusts.md).
    package static let westMidlands: [SimulatedTrust] = {
        let codes = [
            "RRK", "RR1", "RQ3", "RLU", "RXK", "RKB", "RJE", "RL4", "RLT", "RJC", "RWP", "RLQ", "RNA", "RRJ", "RXW", "RL1",
            "RJF", "RBK",
        ]
        return codes.enumerated().map { place, ods in
            let dialect = Dialect.of(ods)
            return SimulatedTrust(
                ods: ods, feed: "\(ods.lowercased())-\(dialect.speaksFHIR ? "fhir" : "pas")", dialect: dialect, place: place)
        }
    }()

    /// The West Midlands Regional Genetics Laboratory, at RQ3: it receives every trust's specimens and reports them.
    package static let laboratory = SimulatedTrust(ods: "WMRGL", feed: "wmrgl-lims", dialect: .laboratory, place: 99)
}
