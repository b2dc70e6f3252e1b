import Canonical
import Diagnostics
import GRDB
import Ledger

/// Decides messages within one transaction: order, duplicates and reuse by `LaneRules`, then the rows.
final class OutcomeWriter {
    private struct Message {
        var id: Int64
        var feed: Int64
        var state: MessageState
        var isResubmitted: Bool
        var lane: Int64?
        var hash: [UInt8]
        var hashStart: Int64 { hash.prefix(8).reduce(0) { $0 << 8 | Int64($1) } }
    }

    private let db: Database
    private let now: Milliseconds
    private let totals = Totals()
    private let names: NameBook
    let lanes: LaneBook
    private let deliveries: DeliveryBook
    private let rows: OutcomeRows
    private let load: PreparedStatement
    private let unknownLane: PreparedStatement
    private let hashAndState: PreparedStatement
    private let earlier: PreparedStatement
    /// The waiting barrier of each feed, as far as asked.
    private var barriers: [Int64: Int64?] = [:]
    private let inFlight: Set<Int64>

    init(_ db: Database, now: Milliseconds, inFlight: Set<Int64>) throws {
        self.inFlight = inFlight
        self.db = db
        self.now = now
        names = NameBook(db)
        deliveries = try DeliveryBook(db, now: now, totals: totals)
        lanes = try LaneBook(db, deliveries: deliveries)
        rows = try OutcomeRows(db, now: now)
        load = try PreparedStatement(db, "SELECT feed_id, state, resubmitted, lane, hash FROM message WHERE id = ?")
        unknownLane = try PreparedStatement(
            db,
            """
            SELECT id FROM message INDEXED BY message_pending
            WHERE state = 0 AND feed_id = ? AND hold = 0 AND id < ? AND lane IS NULL AND resubmitted = 0 ORDER BY id LIMIT 1
            """)
        hashAndState = try PreparedStatement(db, "SELECT hash, state FROM message WHERE id = ?")
        earlier = try PreparedStatement(
            db,
            """
            SELECT 1 FROM message INDEXED BY message_pending
            WHERE state = 0 AND feed_id = ? AND hold IN (0, 1, 2) AND id < ? LIMIT 1
            """)
    }

    func finish() throws { try totals.flush(db) }

    func write(_ outcome: Outcome) throws -> Settlement {
        let message = try find(outcome.message)
        guard message.state.on(outcome.verdict.event) != .refused else {
            throw LedgerFailure.conflict(
                what: "message \(outcome.message)", state: message.state.word, event: "\(outcome.verdict.event)")
        }
        let barrier = try waitingBarrier(of: message.feed)
        if let barrier, barrier < message.id {
            return Settlement(message: outcome.message, effect: .waits(reason: "behind-barrier"))
        }
        unknownLane.bind(1, message.feed)
        unknownLane.bind(2, message.id)
        if let earlier = try unknownLane.first({ $0.int(0) }) {
            // A worker has the earlier one: the caller does not keep the feed's order. Else it was given back or has
            // just been woken, and this one simply has to come after it.
            if inFlight.contains(earlier) {
                throw LedgerFailure.outOfOrder(message: outcome.message, before: MessageID(rawValue: earlier))
            }
            return Settlement(message: outcome.message, effect: .waits(reason: "behind-unread-message"))
        }
        let isBarrier = outcome.laneKeys.isEmpty && outcome.verdict.needsOrder
        if isBarrier { return try writeBarrier(outcome, message) }
        return try writeInLane(outcome, message)
    }

    /// By the ledger itself, whatever stands before it: `kills-the-mapper`, `barrier-expired`.
    func quarantine(_ id: MessageID, reason: String) throws {
        let message = try find(id)
        let outcome = Outcome(
            message: id, verdict: .quarantined(reason: reason, lane: .pass), release: nil,
            issues: [StoredIssue(severity: .error, code: reason, message: "quarantined by the ledger")])
        barriers[message.feed] = nil
        _ = try decide(outcome, message, lane: nil, as: .quarantined, duplicateOf: nil, isOvertaken: false)
    }

    // MARK: Order

    private func writeBarrier(_ outcome: Outcome, _ message: Message) throws -> Settlement {
        earlier.bind(1, message.feed)
        earlier.bind(2, message.id)
        let surroundings = LaneRules.Surroundings(
            barrierBefore: false, laneHeld: nil, earlierInLane: false,
            earlierInFeed: try earlier.first { _ in true } ?? false)
        if case .waitsAsBarrier = LaneRules.placement(isBarrier: true, in: surroundings) {
            return try park(outcome, asBarrierUntil: nil, reason: "waits-for-earlier", message)
        }
        if case .deferred(let reason, let until) = outcome.verdict {
            return try park(outcome, asBarrierUntil: until, reason: reason, message)
        }
        // Between a barrier and the message before it nothing can lie: the feed's previous message is compared.
        let last = try last(of: message.id - 1)
        let duplicate = LaneRules.isDuplicate(
            hash: BodyHash(message.hash), verdict: outcome.verdict.state, isResubmitted: message.isResubmitted, after: last)
        return try decide(
            outcome, message, lane: nil, as: duplicate ? .duplicate : outcome.verdict.state,
            duplicateOf: duplicate ? last?.message : nil, isOvertaken: false)
    }

    private func writeInLane(_ outcome: Outcome, _ message: Message) throws -> Settlement {
        // Without identifiers and without need for order the bytes themselves are the lane, so that a repetition of
        // something unreadable is seen as one.
        let isNamed = !outcome.laneKeys.isEmpty
        var lane = try lanes.resolve(isNamed ? outcome.laneKeys : [LaneKey(message.hash)], feed: message.feed)
        let surroundings = LaneRules.Surroundings(
            barrierBefore: false, laneHeld: try lanes.heldReason(lane.id, besides: message.id),
            earlierInLane: try lanes.hasWaiting(lane.id, before: message.id), earlierInFeed: false)
        if case .waitsInLane(let reason) = LaneRules.placement(isBarrier: false, in: surroundings) {
            try lanes.park(message.id, lane: lane.id, reason: reason, now: now)
            return Settlement(message: outcome.message, effect: .waits(reason: reason), lane: LaneNumber(rawValue: lane.id))
        }
        if case .deferred(let reason, let until) = outcome.verdict {
            // The new reason replaces the one of its former attempt.
            try lanes.release(lane.id, message: message.id)
            try lanes.hold(lane.id, reason: reason, until: until, by: Actor.hub.name, message: message.id, now: now)
            try lanes.park(message.id, lane: lane.id, reason: reason, now: now)
            try rows.countAttempt(message.id)
            return Settlement(message: outcome.message, effect: .waits(reason: reason), lane: LaneNumber(rawValue: lane.id))
        }
        var last: LaneRules.Last?
        if let id = lane.lastMessage, lane.lastHash == message.hashStart { last = try self.last(of: id) }
        let isDuplicate = LaneRules.isDuplicate(
            hash: BodyHash(message.hash), verdict: outcome.verdict.state, isResubmitted: message.isResubmitted, after: last)
        let isOvertaken = (lane.lastMessage ?? 0) > message.id
        let previous = lane.lastMessage
        let settlement = try decide(
            outcome, message, lane: lane, as: isDuplicate ? .duplicate : outcome.verdict.state,
            duplicateOf: isDuplicate ? last?.message : nil, isOvertaken: isOvertaken, isNamed: isNamed)
        let isLast = !isDuplicate && (previous ?? 0) < message.id
        let isFirstMapped = settlement.effect == .decided(.mapped) && !lane.hasMapped
        if isLast {
            lane.lastMessage = message.id
            lane.lastHash = message.hashStart
        }
        if isFirstMapped { lane.hasMapped = true }
        if isLast || isFirstMapped { try lanes.setLast(lane) }
        try lanes.release(lane.id, message: message.id)
        if case .quarantined(let reason, .wait) = outcome.verdict, !isDuplicate {
            try lanes.hold(lane.id, reason: reason, until: nil, by: Actor.hub.name, message: message.id, now: now)
        }
        return settlement
    }

    private func park(_ outcome: Outcome, asBarrierUntil until: Milliseconds?, reason: String, _ message: Message) throws
        -> Settlement
    {
        try rows.parkBarrier(message.id, reason: reason, until: until)
        if until != nil { try rows.countAttempt(message.id) }
        barriers[message.feed] = .some(message.id)
        return Settlement(message: outcome.message, effect: .waits(reason: reason))
    }

    private func waitingBarrier(of feed: Int64) throws -> Int64? {
        if let known = barriers[feed] { return known }
        let find = try PreparedStatement(
            db,
            "SELECT id FROM message INDEXED BY message_pending WHERE state = 0 AND feed_id = ? AND hold = 2 ORDER BY id LIMIT 1"
        )
        find.bind(1, feed)
        let barrier = try find.first { $0.int(0) }
        barriers[feed] = .some(barrier)
        return barrier
    }

    // MARK: Rows

    private func decide(
        _ outcome: Outcome, _ message: Message, lane: LaneBook.Lane?, as state: MessageState, duplicateOf: MessageID?,
        isOvertaken: Bool, isNamed: Bool = true
    ) throws -> Settlement {
        var issues = outcome.issues
        if state != .duplicate, let controlID = outcome.controlID,
            let other = try rows.lastUse(of: controlID, feed: message.feed, besides: message.id),
            try hash(of: other) != message.hash
        {
            issues.append(.controlIDReused)
        }
        if isOvertaken && state == .mapped { issues.append(.overtaken) }
        if message.isResubmitted { try rows.forget(message.id) }
        try rows.setState(state, of: message.id)
        totals.message(feed: message.feed, from: .pending, to: state)

        var reason: String?
        var span: (first: Int64, last: Int64)?
        switch outcome.verdict {
        case .mapped(let canonical, let due) where state == .mapped:
            try rows.insertCanonical(canonical, of: message.id)
            for delivery in due {
                let id = try deliveries.add(
                    destination: names.destination(delivery.destination), lane: isNamed ? lane?.id : nil,
                    subject: .message(outcome.message), due: delivery, isOvertaken: isOvertaken, isReplay: false)
                span = (span?.first ?? id, id)
            }
            for path in Set(outcome.accounting.unmapped) { totals.unmapped(feed: message.feed, path: path) }
        case .quarantined(let why, _) where state == .quarantined:
            reason = why
            totals.quarantine(feed: message.feed, reason: why, change: 1)
        case .rejected(let why): reason = why
        case .notRelevant(let recognition) where state == .notRelevant:
            try rows.prune(message.id)
            if let recognition { try rows.keep(recognition, of: message.id) }
        case .mapped, .quarantined, .notRelevant, .deferred: break
        }
        try rows.insertOutcome(
            outcome, message: message.id, release: try outcome.release.map(names.release), lane: isNamed ? lane?.id : nil,
            previous: isNamed ? lane?.lastMessage : nil, reason: reason, duplicateOf: duplicateOf?.rawValue, deliveries: span)
        try rows.insertIssues(state == .duplicate ? [] : issues, of: message.id)
        return Settlement(
            message: outcome.message, effect: .decided(state),
            lane: isNamed ? lane.map { LaneNumber(rawValue: $0.id) } : nil, duplicateOf: duplicateOf, isOvertaken: isOvertaken)
    }

    private func find(_ id: MessageID) throws -> Message {
        load.bind(1, id.rawValue)
        let found = try load.first { columns -> Message in
            guard let state = MessageState(rawValue: Int(columns.int(1))) else {
                throw LedgerFailure.storage(code: 0, text: "message \(id) has no valid state")
            }
            return Message(
                id: id.rawValue, feed: columns.int(0), state: state, isResubmitted: columns.bool(2),
                lane: columns.optionalInt(3), hash: columns.bytes(4))
        }
        guard let found else { throw LedgerFailure.unknown(what: "message \(id)") }
        return found
    }

    private func last(of id: Int64) throws -> LaneRules.Last? {
        hashAndState.bind(1, id)
        return try hashAndState.first { columns in
            guard let state = MessageState(rawValue: Int(columns.int(1))) else { return nil }
            return LaneRules.Last(message: MessageID(rawValue: id), hash: BodyHash(columns.bytes(0)), state: state)
        } ?? nil
    }

    private func hash(of id: Int64) throws -> [UInt8]? {
        hashAndState.bind(1, id)
        return try hashAndState.first { $0.bytes(0) }
    }
}

extension Outcome.Verdict {
    var event: MessageEvent {
        switch self {
        case .mapped: .mapped
        case .quarantined: .quarantined
        case .notRelevant: .foundNotRelevant
        case .rejected: .rejected
        case .deferred: .deferred
        }
    }

    /// The state it leads to.
    var state: MessageState {
        switch self {
        case .mapped: .mapped
        case .quarantined: .quarantined
        case .notRelevant: .notRelevant
        case .rejected: .rejected
        case .deferred: .pending
        }
    }

    /// Whether it matters what came before it.
    var needsOrder: Bool {
        switch self {
        case .mapped, .deferred: true
        case .quarantined, .notRelevant, .rejected: false
        }
    }
}
