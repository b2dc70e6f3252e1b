package import Canonical
import Diagnostics
import Digests
import FHIR
import Foundation
package import Ledger
import Mapping
package import Pipeline
package import Record
import Tree

/// What people ask of a running hub. Every search and every reveal of a body is written to the audit trail before it is
/// answered.
package struct Operations: Sendable {
    package let configuration: HubConfiguration
    package let ledger: any LedgerStore
    package let record: any RecordStore
    package let active: ActiveRelease
    package let identity: RegionalIdentity
    /// Ready messages and consumers by queue; nil values: the queue is missing. Throws when the broker does not answer.
    package let queueDepths: @Sendable ([String]) async throws -> [QueueLine]
    package let now: @Sendable () -> Milliseconds
    /// Switches the running hub to a kept release; nil where none runs.
    package var activator: (@Sendable (ReleasePackage, Actor, _ reason: String) async throws -> Void)?

    package init(
        configuration: HubConfiguration, ledger: any LedgerStore, record: any RecordStore, active: ActiveRelease,
        identity: RegionalIdentity, queueDepths: @escaping @Sendable ([String]) async throws -> [QueueLine],
        now: @escaping @Sendable () -> Milliseconds
    ) {
        self.configuration = configuration
        self.ledger = ledger
        self.record = record
        self.active = active
        self.identity = identity
        self.queueDepths = queueDepths
        self.now = now
    }

    // MARK: - Looking

    /// - Parameter known: the record's figures, where somebody has them already; counting them reads whole tables.
    package func overview(record known: RecordFigures? = nil) async throws -> Overview {
        let at = now()
        let feeds = try await ledger.feedFigures()
        let destinations = try await ledger.destinationFigures()
        let figures: RecordFigures
        if let known { figures = known } else { figures = try await record.figures() }
        let trusts = Dictionary(
            configuration.trusts.flatMap { trust in trust.feeds.map { ($0.name, trust) } }, uniquingKeysWith: { a, _ in a })
        let configured = Dictionary(configuration.destinations.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
        func sum(_ state: MessageState) -> Int64 { feeds.reduce(0) { $0 + ($1.counts[state] ?? 0) } }
        return Overview(
            at: at, environment: configuration.environment.rawValue, region: configuration.region,
            release: active.set.release.hash,
            received: MessageState.allCases.reduce(0) { $0 + sum($1) }, pending: sum(.pending), mapped: sum(.mapped),
            quarantined: sum(.quarantined), duplicate: sum(.duplicate), notRelevant: sum(.notRelevant),
            rejected: sum(.rejected),
            feeds: feeds.sorted { $0.feed < $1.feed }.map { Overview.FeedLine($0, trust: trusts[$0.feed.text], at: at) },
            destinations: destinations.sorted { $0.destination < $1.destination }.map {
                Overview.DestinationLine($0, configured: configured[$0.destination.text], at: at)
            },
            persons: figures.persons, resources: figures.resources)
    }

    package func queues() async throws -> [QueueLine] {
        let own = configuration.feeds.map { RegionTopology.queue(of: $0.name) }
        return try await queueDepths(own + [RegionTopology.unrouted, RegionTopology.deadLetters])
    }

    package func balance() async throws -> Balance { try await ledger.balance() }

    package func latency() async throws -> LatencyFigures { try await ledger.latency(window: 20_000) }

    // MARK: - Messages

    /// - Parameter identifier: `system|value` or a bare value (then NHS number and every trust's own numbers are tried).
    package func messages(
        feed: String? = nil, state: MessageState? = nil, controlID: String? = nil, identifier: String? = nil, limit: Int = 50,
        by actor: Actor
    ) async throws -> [MessageLine] {
        var query = MessageQuery(feed: feed.map { FeedName($0) }, state: state, controlID: controlID, limit: limit)
        if let identifier {
            query.laneKeys = laneKeys(for: identifier)
            _ = try await ledger.record(
                AuditEvent(actor: actor, action: "search-person", subject: "messages", at: now()))
        }
        return try await ledger.messages(query).map(MessageLine.init)
    }

    /// The keyed hashes under which an identifier may be known.
    private func laneKeys(for identifier: String) -> [LaneKey] {
        if let bar = identifier.firstIndex(of: "|") {
            let system = String(identifier[..<bar])
            let value = String(identifier[identifier.index(after: bar)...])
            return [LaneKey(identity.laneKey(system: system, value: value))]
        }
        if let number = NHSNumber(identifier) {
            return [LaneKey(identity.laneKey(system: Systems.nhsNumber, value: number.text))]
        }
        let systems = Set(configuration.feeds.flatMap { $0.profile.values["mrnSystem"] ?? [] })
        return systems.sorted().map { LaneKey(identity.laneKey(system: $0, value: identifier)) }
    }

    package func message(_ id: MessageID, by actor: Actor) async throws -> MessageView? {
        guard let detail = try await ledger.message(id) else { return nil }
        _ = try await ledger.record(
            AuditEvent(actor: actor, action: "reveal-body", subject: "message \(id)", at: now()))
        return MessageView(detail, trace: trace(of: detail))
    }

    /// The trace is recomputed when asked for, never stored: mapping is a pure function.
    private func trace(of detail: MessageDetail) -> [MessageView.TraceLine] {
        guard let body = detail.editedBody ?? detail.body, let mapper = active.set.mappers[detail.summary.feed.text] else {
            return []
        }
        return mapper.map(body, trace: true).trace.map {
            MessageView.TraceLine(target: $0.target, sources: $0.sources, file: $0.file, line: $0.line)
        }
    }

    package func quarantine(feed: String? = nil, reason: String? = nil, limit: Int = 100) async throws -> QuarantineView {
        let figures = try await ledger.feedFigures()
        var reasons: [String: Int64] = [:]
        for figure in figures where feed == nil || figure.feed.text == feed {
            for (reason, count) in figure.quarantineReasons where count > 0 { reasons[reason, default: 0] += count }
        }
        let messages = try await ledger.quarantined(feed: feed.map { FeedName($0) }, reason: reason, after: nil, limit: limit)
        var lines: [QuarantineView.Line] = []
        for message in messages {
            let issue = try await ledger.message(message.id)?.issues.first { $0.severity == .error }
            lines.append(
                QuarantineView.Line(
                    id: message.id.description, feed: message.feed.text, reason: message.reason,
                    messageType: message.messageType,
                    controlID: message.controlID, receivedAt: message.receivedAt, quarantinedAt: message.quarantinedAt,
                    issue: issue.map(IssueLine.init)))
        }
        return QuarantineView(
            reasons: reasons.map { QuarantineView.Reason(reason: $0.key, messages: $0.value) }.sorted {
                ($1.messages, $0.reason) < ($0.messages, $1.reason)
            }, messages: lines)
    }

    // MARK: - Acting

    package func resubmit(_ messages: [Resubmission], by actor: Actor, reason: String) async throws {
        try await ledger.resubmit(messages, by: actor, reason: reason, now: now())
    }

    package func discard(_ messages: [MessageID], by actor: Actor, reason: String) async throws {
        try await ledger.discard(messages, by: actor, reason: reason, now: now())
    }

    package func pause(_ feed: String, until: Milliseconds?, by actor: Actor, reason: String) async throws {
        try await ledger.pause(FeedName(feed), until: until, by: actor, reason: reason, now: now())
    }

    package func resume(_ feed: String, by actor: Actor, reason: String) async throws {
        try await ledger.resume(FeedName(feed), by: actor, reason: reason, now: now())
    }

    package func retry(_ destination: String, by actor: Actor, reason: String) async throws -> Int {
        try await ledger.change(
            DeliverySelection(destination: DestinationName(destination), states: [.failed]), by: .retried, actor: actor,
            reason: reason, now: now()
        ).count
    }
}
