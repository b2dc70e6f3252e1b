import Canonical
import Foundation
import Ledger
import Operations

/// What the templates show, formatted for people. Figures have thousands separators, times are those of the hub's own clock
/// in Europe/London.
struct PageContexts {
    let environment: String
    let region: String

    /// What every page needs.
    func base(_ title: String, on page: String, asked: String = "") -> [String: Any] {
        [
            "title": title, "environment": environment, "region": region, "asked": asked, "onOverview": page == "overview",
            "onMessages": page == "messages", "onQuarantine": page == "quarantine",
        ]
    }

    func overview(_ overview: Overview, depths: [String: Int], imbalance: Int64?) -> [String: Any] {
        var context = base("Overview", on: "overview")
        context["time"] = Format.time(overview.at)
        context["release"] = String(overview.release.prefix(12))
        let atBroker = depths.values.reduce(0, +)
        context["tiles"] = [
            tile("Received", overview.received), tile("Waiting to be mapped", overview.pending),
            tile("At the broker", Int64(atBroker)), tile("Mapped", overview.mapped, "good"),
            tile("In quarantine", overview.quarantined, overview.quarantined > 0 ? "bad" : "good"),
            tile("Not relevant", overview.notRelevant), tile("Duplicates", overview.duplicate),
            tile("Ledger imbalance", imbalance ?? 0, imbalance ?? 0 == 0 ? "good" : "bad"),
        ]
        context["feeds"] = overview.feeds.map { feed($0, depth: depths[$0.feed] ?? 0, at: overview.at) }
        context["destinations"] = overview.destinations.map { destination($0) }
        context["record"] =
            [tile("Persons", Int64(overview.persons))]
            + overview.resources.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { tile($0.key, Int64($0.value)) }
        return context
    }

    private func tile(_ label: String, _ value: Int64, _ style: String = "") -> [String: Any] {
        ["label": label, "value": Format.number(value), "class": style]
    }

    private func figures(_ values: [(String, Int64)]) -> [String: Any] {
        var context: [String: Any] = [:]
        for (name, value) in values {
            context[name] = Format.number(value)
            context[name + "Zero"] = value == 0
        }
        return context
    }

    private func feed(_ line: Overview.FeedLine, depth: Int, at: Milliseconds) -> [String: Any] {
        var context = figures([
            ("received", line.received), ("pending", line.pending), ("depth", Int64(depth)), ("mapped", line.mapped),
            ("quarantined", line.quarantined), ("notRelevant", line.notRelevant), ("duplicate", line.duplicate),
            ("rejected", line.rejected),
        ])
        let isOld = (line.oldestPendingSeconds ?? 0) > 60
        let (state, style): (String, String) =
            if let paused = line.paused {
                ("paused \(paused)", "warning")
            } else if line.heldLanes > 0 {
                ("\(line.heldLanes) patients held", "warning")
            } else if isOld {
                ("behind by \(Format.duration(line.oldestPendingSeconds ?? 0))", "warning")
            } else if line.received == 0 {
                ("silent", "")
            } else {
                ("flowing", "good")
            }
        context["feed"] = line.feed
        context["trust"] = line.trust
        context["trustName"] = line.trustName
        context["last"] = line.lastMessageAt.map { Format.ago($0, at) } ?? "never"
        context["hasQuarantine"] = line.quarantined > 0
        context["state"] = state
        context["stateClass"] = style
        context["class"] = style == "warning" ? "attention" : ""
        return context
    }

    private func destination(_ line: Overview.DestinationLine) -> [String: Any] {
        var context = figures([
            ("due", line.due), ("delivered", line.delivered), ("pending", line.pending), ("held", line.held),
            ("failed", line.failed), ("cancelled", line.cancelled),
        ])
        let (state, style): (String, String) =
            if line.failed > 0 {
                ("some failed", "failed")
            } else if (line.oldestOpenSeconds ?? 0) > 60, line.pending > 0 {
                ("behind by \(Format.duration(line.oldestOpenSeconds ?? 0))", "warning")
            } else if line.held > 0 {
                ("some held", "held")
            } else if line.due == 0 {
                ("nothing due", "")
            } else {
                ("delivering", "good")
            }
        context["destination"] = line.destination
        context["purpose"] = line.purpose
        context["last"] = line.lastDeliveredAt.map(Format.time) ?? "never"
        context["state"] = state
        context["stateClass"] = style
        context["class"] = style == "failed" ? "trouble" : style == "warning" ? "attention" : ""
        return context
    }

    func messages(_ lines: [MessageLine], what: String, asked: String) -> [String: Any] {
        var context = base("Messages", on: "messages", asked: asked)
        context["what"] = what
        context["messages"] = lines.map { line -> [String: Any] in
            [
                "id": line.id, "feed": line.feed, "messageType": line.messageType ?? "", "event": line.event ?? "",
                "controlID": line.controlID ?? "", "received": Format.time(line.receivedAt), "state": line.state,
                "stateWord": Format.words(line.state), "reason": line.reason ?? "",
            ]
        }
        return context
    }

    func message(_ view: MessageView) -> [String: Any] {
        var context = base("Message \(view.summary.id)", on: "messages")
        let summary = view.summary
        context["id"] = summary.id
        context["state"] = summary.state
        context["stateWord"] = Format.words(summary.state)
        let facts: [(String, String?)] = [
            ("Feed", summary.feed), ("Type", summary.messageType), ("Event", summary.event), ("Control id", summary.controlID),
            ("Reason", summary.reason), ("Received", Format.time(summary.receivedAt)),
            ("Decided", summary.decidedAt.map { "\(Format.time($0)), \($0 - summary.receivedAt) ms later" }),
            ("Size", "\(Format.number(Int64(summary.bytes))) bytes"), ("SHA-256", view.sha256),
            ("Release", summary.release), ("Repeats", view.duplicateOf), ("Before it, same patient", view.previousInLane),
            ("Edited", view.edited ? "yes; the original is kept" : nil),
        ]
        context["facts"] = facts.compactMap { name, value in
            value.map { ["name": name, "value": $0] as [String: Any] }
        }
        context["deliveries"] = view.deliveries.map { line -> [String: Any] in
            [
                "destination": line.destination, "state": line.state, "attempts": line.attempts, "reason": line.reason ?? "",
                "settled": line.settledAt.map(Format.time) ?? "",
            ]
        }
        context["issues"] = view.issues.map { issue -> [String: Any] in
            [
                "severity": issue.severity, "code": issue.code, "message": issue.message,
                "position": (issue.position ?? "") + (issue.byteOffset.map { " (byte \($0))" } ?? ""),
                "nextStep": issue.nextStep ?? "",
            ]
        }
        if let raw = view.raw {
            context["raw"] = raw.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
        }
        if let canonical = view.canonical { context["canonical"] = canonical }
        context["mappedComponents"] = view.mappedComponents
        context["ignoredComponents"] = view.ignoredComponents
        context["unmapped"] = view.unmapped.isEmpty ? "none" : view.unmapped.joined(separator: ", ")
        context["isDecided"] = view.mappedComponents + view.ignoredComponents > 0 || !view.unmapped.isEmpty
        context["hasTrace"] = !view.trace.isEmpty
        context["traceCount"] = view.trace.count
        context["traceOpen"] = view.trace.count <= 12
        context["trace"] = view.trace.map { line -> [String: Any] in
            [
                "target": line.target, "sources": line.sources.joined(separator: ", "), "rule": "\(line.file):\(line.line)",
            ]
        }
        context["timeline"] = view.timeline.map { event -> [String: Any] in
            ["at": Format.time(event.at), "what": Format.words(event.what), "note": event.note ?? ""]
        }
        return context
    }

    func quarantine(_ view: QuarantineView, what: String) -> [String: Any] {
        var context = base("Quarantine", on: "quarantine")
        context["what"] = what
        context["reasons"] = view.reasons.map {
            ["reason": $0.reason, "messages": Format.number($0.messages)] as [String: Any]
        }
        context["messages"] = view.messages.map { line -> [String: Any] in
            [
                "id": line.id, "feed": line.feed, "messageType": line.messageType ?? "", "reason": line.reason,
                "found": line.issue?.message ?? "", "position": line.issue?.position ?? "",
                "nextStep": line.issue?.nextStep ?? "",
                "received": Format.time(line.receivedAt),
            ]
        }
        return context
    }
}

/// Figures and times as people read them.
enum Format {
    static func number(_ value: Int64) -> String {
        var digits = String(value.magnitude)
        var grouped = ""
        while digits.count > 3 {
            grouped = "," + digits.suffix(3) + grouped
            digits.removeLast(3)
        }
        return (value < 0 ? "-" : "") + digits + grouped
    }

    private static let london = TimeZone(identifier: "Europe/London") ?? .gmt

    static func time(_ milliseconds: Milliseconds) -> String {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        var style = Date.VerbatimFormatStyle(
            format:
                "\(day: .defaultDigits) \(month: .abbreviated) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
            timeZone: london, calendar: Calendar(identifier: .gregorian))
        style.locale = Locale(identifier: "en_GB")
        return date.formatted(style)
    }

    static func ago(_ then: Milliseconds, _ now: Milliseconds) -> String {
        let seconds = max(0, (now - then) / 1000)
        return seconds < 2 ? "just now" : duration(Double(seconds)) + " ago"
    }

    static func duration(_ seconds: Double) -> String {
        switch seconds {
        case ..<120: "\(Int(seconds)) s"
        case ..<7_200: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3_600)) h"
        default: "\(Int(seconds / 86_400)) days"
        }
    }

    /// `notRelevant` as `not relevant`.
    static func words(_ word: String) -> String {
        var words = ""
        for character in word { words += character.isUppercase ? " " + character.lowercased() : String(character) }
        return words
    }
}
