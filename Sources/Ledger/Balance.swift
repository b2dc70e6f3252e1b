/// The account's proof: everything received is somewhere, everything due is somewhere, and no sequence has a gap.
package struct Balance: Hashable, Sendable {
    package struct Feed: Hashable, Sendable {
        package var name: FeedName
        /// The feed's own counter: the last sequence given out.
        package var received: Int64
        /// Counted rows by state.
        package var counts: [MessageState: Int64]
        /// Sequences without a row.
        package var gaps: Int64

        package init(name: FeedName, received: Int64, counts: [MessageState: Int64], gaps: Int64) {
            self.name = name
            self.received = received
            self.counts = counts
            self.gaps = gaps
        }

        package var imbalance: Int64 { abs(received - counts.values.reduce(0, +)) + gaps }
    }

    package struct Destination: Hashable, Sendable {
        package var name: DestinationName
        /// The destination's own counter of deliveries ever added.
        package var due: Int64
        package var counts: [DeliveryState: Int64]

        package init(name: DestinationName, due: Int64, counts: [DeliveryState: Int64]) {
            self.name = name
            self.due = due
            self.counts = counts
        }

        package var imbalance: Int64 { abs(due - counts.values.reduce(0, +)) }
        package func count(_ state: DeliveryState) -> Int64 { counts[state] ?? 0 }
    }

    package var feeds: [Feed]
    package var destinations: [Destination]
    /// Running totals (used for metrics) that disagree with the counted rows.
    package var wrongTotals: Int64

    package init(feeds: [Feed], destinations: [Destination], wrongTotals: Int64 = 0) {
        self.feeds = feeds
        self.destinations = destinations
        self.wrongTotals = wrongTotals
    }

    package var received: Int64 { feeds.reduce(0) { $0 + $1.received } }
    package func count(_ state: MessageState) -> Int64 { feeds.reduce(0) { $0 + ($1.counts[state] ?? 0) } }

    /// 0, or the ledger has a defect.
    package var imbalance: Int64 {
        feeds.reduce(0) { $0 + $1.imbalance } + destinations.reduce(0) { $0 + $1.imbalance } + wrongTotals
    }
}

extension Balance {
    /// The shape that scripts rely on: `hub ledger check --json`, the last line of `hub demo --json`.
    package var json: String {
        var text = "{\"received\":\(received)"
        for state in MessageState.allCases { text += ",\"\(state.word)\":\(count(state))" }
        text += ",\"imbalance\":\(imbalance),\"destinations\":{"
        text += destinations.sorted { $0.name < $1.name }.map { destination in
            let pending = destination.count(.pending) + destination.count(.claimed)
            var entry = quoted(destination.name.text) + ":{\"due\":\(destination.due)"
            entry += ",\"delivered\":\(destination.count(.delivered)),\"pending\":\(pending)"
            entry += ",\"held\":\(destination.count(.held)),\"failed\":\(destination.count(.failed))"
            return entry + ",\"cancelled\":\(destination.count(.cancelled))}"
        }.joined(separator: ",")
        text += "},\"feeds\":{"
        text += feeds.sorted { $0.name < $1.name }.map { feed in
            var entry = quoted(feed.name.text) + ":{\"received\":\(feed.received)"
            for state in MessageState.allCases { entry += ",\"\(state.word)\":\(feed.counts[state] ?? 0)" }
            return entry + ",\"gaps\":\(feed.gaps)}"
        }.joined(separator: ",")
        return text + "}}"
    }

    private func quoted(_ name: String) -> String {
        var text = "\""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case let scalar where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
