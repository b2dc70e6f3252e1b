package import Canonical
import Diagnostics
package import Ledger
package import Logging
package import Mapping
package import Record
package import Routing
import ServiceLifecycle
import Synchronization
import Validation

/// What is in force: the release, the routes, and the mapper of each feed. Replaced as a whole by a reload.
package final class ActiveRelease: Sendable {
    package struct Set: Sendable {
        package var release: Release
        package var router: Router
        package var mappers: [String: Mapper]

        package init(release: Release, router: Router, mappers: [String: Mapper]) {
            self.release = release
            self.router = router
            self.mappers = mappers
        }
    }
    private let current: Mutex<Set>

    package init(_ set: Set) { current = Mutex(set) }
    package var set: Set { current.withLock { $0 } }
    package func replace(by set: Set) { current.withLock { $0 = set } }
}

/// Turns accepted messages into outcomes: claim in feed order, map and route in parallel (both pure), decide relevance,
/// commit in feed order.
package struct MessageMapper: Service {
    let ledger: any LedgerStore
    let cohort: Cohort
    let active: ActiveRelease
    let identity: RegionalIdentity
    let purposes: [String: Purpose]
    let signals: Signals
    let batch: Int
    let now: @Sendable () -> Milliseconds
    let logger: Logger
    private let boundary = Boundary()
    private let threads = MappingThreads()

    package init(
        ledger: any LedgerStore, cohort: Cohort, active: ActiveRelease, identity: RegionalIdentity, destinations: [Destination],
        signals: Signals, batch: Int, now: @escaping @Sendable () -> Milliseconds, logger: Logger
    ) {
        self.ledger = ledger
        self.cohort = cohort
        self.active = active
        self.identity = identity
        purposes = Dictionary(uniqueKeysWithValues: destinations.map { ($0.name, $0.purpose) })
        self.signals = signals
        self.batch = batch
        self.now = now
        self.logger = logger
    }

    package func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await mapWhatIsThere()
                if !Task.isShuttingDownGracefully { await signals.accepted.wait() }
            } catch let failure as LedgerFailure {
                logger.error("mapping waits for the ledger", metadata: ["reason": "\(failure.diagnostic.code)"])
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(1)) }
            }
        }
    }

    /// Until nothing is left that may be claimed. While one claim is committed the next is mapped already; commits stay in the
    /// order of the claims, which is each feed's order.
    private func mapWhatIsThere() async throws {
        var current = try await claimAndEvaluate()
        while !current.isEmpty {
            if Task.isShuttingDownGracefully || Task.isCancelled {
                try await decide(current)
                return
            }
            async let following = claimAndEvaluate()
            do {
                try await decide(current)
            } catch {
                if let claimed = try? await following { await giveBack(claimed) }
                throw error
            }
            current = try await following
            // A suspect is run alone: the next one is given only when it is decided.
            if current.isEmpty { current = try await claimAndEvaluate() }
        }
    }

    private func claimAndEvaluate() async throws -> [EvaluatedMessage] {
        let claimed = try await ledger.claimPending(ClaimLimits(messages: batch), now: now(), fences: [])
        signals.precedence.report(.mapping, oldest: claimed.lazy.map(\.receivedAt).min().map { now() - $0 })
        return claimed.isEmpty ? [] : await evaluate(claimed, active.set)
    }

    /// Relevance and commit of one claim.
    private func decide(_ evaluated: [EvaluatedMessage]) async throws {
        do {
            let outcomes = try await cohort.decide(evaluated)
            _ = try await ledger.commit(outcomes, now: now(), fences: [])
        } catch {
            await giveBack(evaluated)
            throw error
        }
        signals.raiseDeliveries()
    }

    private func giveBack(_ evaluated: [EvaluatedMessage]) async {
        await ledger.giveBack(evaluated.map(\.outcome.message))
    }

    /// Maps on as many threads as there are cores; the results stand in the order of the claim.
    private func evaluate(_ claimed: [ClaimedMessage], _ set: ActiveRelease.Set) async -> [EvaluatedMessage] {
        let parts = 2
        let size = max(8, (claimed.count + parts - 1) / parts)
        return await withTaskGroup(of: (Int, [EvaluatedMessage]).self) { group in
            for start in stride(from: 0, to: claimed.count, by: size) {
                let slice = claimed[start..<min(start + size, claimed.count)]
                group.addTask(executorPreference: threads) { (start, slice.map { evaluate($0, set) }) }
            }
            var found: [(Int, [EvaluatedMessage])] = []
            for await part in group { found.append(part) }
            return found.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    private func evaluate(_ message: ClaimedMessage, _ set: ActiveRelease.Set) -> EvaluatedMessage {
        guard let mapper = set.mappers[message.feed.text] else {
            return EvaluatedMessage(
                outcome: Outcome(
                    message: message.id, verdict: .quarantined(reason: "unknown-feed", lane: .pass),
                    release: ReleaseHash(set.release.hash),
                    issues: [
                        StoredIssue(
                            severity: .error, code: "unknown-feed",
                            message: "no feed of this name is configured; add it to Config/trusts and resubmit")
                    ]), people: [], opensCohort: true)
        }
        let result = mapper.map(message.body)
        let told = result.outcome == .mapped ? boundary.issues(of: result.document, from: mapper.feed) : []
        let refusal = told.first { $0.severity == .error }
        let verdict: Outcome.Verdict
        switch result.outcome {
        case .mapped where refusal != nil: verdict = .quarantined(reason: refusal?.code ?? "invalid", lane: .pass)
        case .mapped:
            let decision = result.canonical.map { set.router.route(canonical: $0, feed: mapper.feed) }
            let deliveries = (decision?.destinations ?? []).map { name in
                DueDelivery(
                    destination: DestinationName(name), purpose: purposes[name] ?? .directCare,
                    idempotencyKey: "\(message.feed.text)/\(message.id.sequence)/\(name)")
            }
            verdict = .mapped(canonical: result.json, deliveries: deliveries)
        case .quarantined:
            verdict = .quarantined(reason: result.reason?.code ?? "invalid", lane: .pass)
        }
        let outcome = Outcome(
            message: message.id, verdict: verdict, release: ReleaseHash(set.release.hash),
            laneKeys: result.people.map { LaneKey(identity.laneKey(system: $0.system, value: $0.value)) },
            messageType: Self.messageType(result.header),
            controlID: result.header.controlID.isEmpty ? nil : result.header.controlID, event: result.event,
            issues: (result.issues + told).map { StoredIssue($0) },
            accounting: Accounting(
                mapped: result.accounting.mapped, ignored: result.accounting.ignored, unmapped: result.unmapped))
        guard mapper.feed.carries == .everybody, result.outcome == .mapped, refusal == nil, let canonical = result.canonical
        else {
            return EvaluatedMessage(outcome: outcome, people: [], opensCohort: true)
        }
        let facts = MessageFacts(canonical)
        return EvaluatedMessage(
            outcome: outcome, people: facts.identifiers, opensCohort: Relevance.decide(facts, known: false).isRelevant)
    }

    private static func messageType(_ header: Mapping.MessageSummary) -> String? {
        if header.type.isEmpty { return nil }
        return header.trigger.isEmpty ? header.type : "\(header.type)^\(header.trigger)"
    }
}

/// A message with what is still to be asked about it: whether the region has a reason to know this person.
package struct EvaluatedMessage: Sendable {
    package var outcome: Outcome
    package var people: [RecordIdentifier]
    package var opensCohort: Bool

    var isMapped: Bool {
        if case .mapped = outcome.verdict { true } else { false }
    }
}
