import Canonical
import Digests
import FHIR
import Ledger
import Pipeline

extension Overview.FeedLine {
    init(_ figures: FeedFigures, trust: Trust?, at: Milliseconds) {
        func count(_ state: MessageState) -> Int64 { figures.counts[state] ?? 0 }
        self.init(
            feed: figures.feed.text, trust: trust?.ods ?? "", trustName: trust?.name ?? "",
            received: MessageState.allCases.reduce(0) { $0 + count($1) },
            pending: count(.pending), mapped: count(.mapped), quarantined: count(.quarantined), duplicate: count(.duplicate),
            notRelevant: count(.notRelevant), rejected: count(.rejected), heldLanes: figures.heldLanes,
            oldestPendingSeconds: figures.oldestPendingAt.map { Double(max(0, at - $0)) / 1000 },
            lastMessageAt: figures.lastMessageAt,
            paused: figures.paused.map { "by \($0.by): \($0.reason)" },
            quarantineReasons: figures.quarantineReasons.filter { $0.value > 0 })
    }
}

extension Overview.DestinationLine {
    init(_ figures: DestinationFigures, configured: Destination?, at: Milliseconds) {
        func count(_ state: DeliveryState) -> Int64 { figures.counts[state] ?? 0 }
        self.init(
            destination: figures.destination.text, kind: configured?.kind.word ?? "not configured",
            purpose: configured?.purpose.rawValue ?? "", due: figures.due, delivered: count(.delivered),
            pending: count(.pending) + count(.claimed), held: count(.held), failed: count(.failed),
            cancelled: count(.cancelled),
            oldestOpenSeconds: figures.oldestOpenAt.map { Double(max(0, at - $0)) / 1000 },
            lastDeliveredAt: figures.lastDeliveredAt)
    }
}

extension MessageView {
    init(_ detail: MessageDetail, trace: [TraceLine]) {
        self.init(
            summary: MessageLine(detail.summary), sha256: Hexadecimal.text(detail.hash.bytes),
            raw: (detail.editedBody ?? detail.body).map { String(decoding: $0, as: UTF8.self) },
            edited: detail.editedBody != nil,
            canonical: detail.canonical.map(pretty), attempts: detail.attempts,
            issues: detail.issues.map(IssueLine.init), mappedComponents: detail.accounting.mapped,
            ignoredComponents: detail.accounting.ignored, unmapped: detail.accounting.unmapped,
            deliveries: detail.deliveries.map {
                DeliveryLine(
                    id: $0.id.description, destination: $0.destination.text, state: $0.state.word, purpose: $0.purpose.rawValue,
                    attempts: $0.attempts, reason: $0.reason, settledAt: $0.settledAt)
            }, duplicateOf: detail.duplicateOf?.description, previousInLane: detail.previousInLane?.description,
            timeline: detail.timeline.map(Event.init), trace: trace)
    }
}

/// FHIR JSON with line breaks; as it is when it cannot be read.
private func pretty(_ json: [UInt8]) -> String {
    let written = FHIRDocument.parse(json).tree.map { JSONWriter.write($0, layout: .pretty) }
    return String(decoding: written ?? json, as: UTF8.self)
}

extension MessageView.Event {
    init(_ entry: TimelineEntry) {
        let what =
            switch entry.kind {
            case .received: "received"
            case .decided(let state): state.word
            case .deliveryAdded(_, let destination): "due at \(destination)"
            case .answered(_, let destination, let answer):
                switch answer.kind {
                case .accepted: "\(destination) accepted it"
                case .rejected: "\(destination) rejected it"
                case .notAnswered: "\(destination) did not answer"
                }
            case .acted(let action, let person): "\(action) by \(person)"
            }
        self.init(at: entry.at, what: what, note: entry.note)
    }
}
