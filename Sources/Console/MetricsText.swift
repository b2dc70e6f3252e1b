package import Ledger
package import Operations

/// The hub's figures in Prometheus's text format. Labels name feeds, destinations, outcomes and reasons; never a patient or
/// a message.
package enum MetricsText {
    package static func make(_ overview: Overview, latency: LatencyFigures, imbalance: Int64, version: String) -> String {
        var text = ""
        func family(_ name: String, _ kind: String, _ help: String) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
        }
        func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
            let written = labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",")
            text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(written)} \(value)\n"
        }
        family("hub_messages_received_total", "counter", "Messages accepted into the inbox")
        for feed in overview.feeds { sample("hub_messages_received_total", [("feed", feed.feed)], "\(feed.received)") }
        family("hub_messages_terminal_total", "counter", "Messages by final outcome")
        for feed in overview.feeds {
            let outcomes: [(String, Int64)] = [
                ("mapped", feed.mapped), ("quarantined", feed.quarantined), ("duplicate", feed.duplicate),
                ("not-relevant", feed.notRelevant), ("rejected", feed.rejected),
            ]
            for (outcome, count) in outcomes {
                sample("hub_messages_terminal_total", [("feed", feed.feed), ("outcome", outcome)], "\(count)")
            }
        }
        family("hub_inbox_depth", "gauge", "Messages that wait to be mapped")
        for feed in overview.feeds {
            sample("hub_inbox_depth", [("feed", feed.feed), ("stage", "mapping")], "\(feed.pending)")
        }
        family("hub_inbox_oldest_age_seconds", "gauge", "Age of the oldest message without an outcome")
        for feed in overview.feeds {
            sample(
                "hub_inbox_oldest_age_seconds", [("feed", feed.feed), ("stage", "mapping")], "\(feed.oldestPendingSeconds ?? 0)"
            )
        }
        family("hub_feed_last_message_timestamp_seconds", "gauge", "When the feed's last message was accepted")
        for feed in overview.feeds {
            guard let last = feed.lastMessageAt else { continue }
            sample("hub_feed_last_message_timestamp_seconds", [("feed", feed.feed)], "\(Double(last) / 1000)")
        }
        family("hub_lane_blocked", "gauge", "Patients whose messages are held")
        for feed in overview.feeds { sample("hub_lane_blocked", [("feed", feed.feed)], "\(feed.heldLanes)") }
        family("hub_quarantine_messages", "gauge", "Messages in quarantine")
        for feed in overview.feeds {
            for (reason, count) in feed.quarantineReasons.sorted(by: { $0.key < $1.key }) {
                sample("hub_quarantine_messages", [("feed", feed.feed), ("reason", reason)], "\(count)")
            }
        }
        family("hub_duplicates_total", "counter", "Messages that repeat the one before them")
        for feed in overview.feeds {
            sample("hub_duplicates_total", [("feed", feed.feed), ("kind", "same-body")], "\(feed.duplicate)")
        }
        family("hub_delivery_pending", "gauge", "Deliveries that are due and unfinished")
        for line in overview.destinations {
            sample("hub_delivery_pending", [("destination", line.destination)], "\(line.pending)")
        }
        family("hub_deliveries_total", "counter", "Deliveries by state")
        for line in overview.destinations {
            for (state, count) in [
                ("delivered", line.delivered), ("held", line.held), ("failed", line.failed), ("cancelled", line.cancelled),
            ] {
                sample("hub_deliveries_total", [("destination", line.destination), ("state", state)], "\(count)")
            }
        }
        family("hub_end_to_end_seconds", "summary", "From receipt to the destination's answer, over the last 20,000 deliveries")
        for (destination, figures) in latency.delivered.sorted(by: { $0.key < $1.key }) {
            for (quantile, value) in [("0.5", figures.p50), ("0.95", figures.p95), ("0.99", figures.p99)] {
                sample(
                    "hub_end_to_end_seconds", [("destination", destination.text), ("quantile", quantile)],
                    "\(Double(value) / 1000)")
            }
        }
        family(
            "hub_ledger_imbalance", "gauge", "Messages or deliveries the ledger cannot account for; anything but 0 is a defect")
        sample("hub_ledger_imbalance", [], "\(imbalance)")
        family("hub_record_resources", "gauge", "Current resources of the record store")
        for (type, count) in overview.resources.sorted(by: { $0.key < $1.key }) {
            sample("hub_record_resources", [("type", type)], "\(count)")
        }
        family("hub_build_info", "gauge", "Version and release in force")
        sample("hub_build_info", [("version", version), ("release", overview.release)], "1")
        return text
    }

    private static func escaped(_ label: String) -> String {
        label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
