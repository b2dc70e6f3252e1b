import Canonical
import GRDB
import Ledger

/// Deliveries within one transaction. Of the open deliveries of a lane at a destination one is the head; only heads can
/// be claimed, so a claim never looks at what waits behind.
final class DeliveryBook {
    struct Row {
        var id: Int64
        var destination: Int64
        var lane: Int64?
        var state: DeliveryState
        var isOpen: Bool
        var isHead: Bool
        var attempts: Int64
        var messageID: Int64?
    }

    let totals: Totals
    private let db: Database
    private let now: Milliseconds
    private let insert: PreparedStatement
    private let hasOpen: PreparedStatement
    private let load: PreparedStatement
    private let update: PreparedStatement
    private let hasHead: PreparedStatement
    private let next: PreparedStatement
    private let promoteOne: PreparedStatement
    private var policies: [Int64: LanePolicy] = [:]

    init(_ db: Database, now: Milliseconds, totals: Totals = Totals()) throws {
        self.db = db
        self.now = now
        self.totals = totals
        insert = try PreparedStatement(
            db,
            """
            INSERT INTO delivery(destination_id, lane, message_id, correction_id, record_key, version, head, purpose,
              idempotency_key, created_at, next_attempt_at, overtaken, replay) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        hasOpen = try PreparedStatement(
            db, "SELECT 1 FROM delivery WHERE destination_id = ? AND lane = ? AND open = 1 LIMIT 1")
        load = try PreparedStatement(
            db, "SELECT destination_id, lane, state, open, head, attempts, message_id FROM delivery WHERE id = ?")
        update = try PreparedStatement(
            db,
            """
            UPDATE delivery SET state = ?, open = ?, head = ?, attempts = ?, next_attempt_at = ifnull(?, next_attempt_at),
              settled_at = ?, reason = ?, overtaken = max(overtaken, ?) WHERE id = ?
            """)
        hasHead = try PreparedStatement(
            db, "SELECT 1 FROM delivery WHERE destination_id = ? AND lane = ? AND open = 1 AND head = 1 LIMIT 1")
        next = try PreparedStatement(
            db,
            "SELECT id FROM delivery WHERE destination_id = ? AND lane = ? AND open = 1 AND head = 0 ORDER BY id LIMIT 1")
        promoteOne = try PreparedStatement(db, "UPDATE delivery SET head = ? WHERE id = ?")
    }

    func add(
        destination: Int64, lane: Int64?, subject: DeliverySubject, due: DueDelivery, isOvertaken: Bool, isReplay: Bool
    ) throws -> Int64 {
        var isHead = true
        if let lane {
            hasOpen.bind(1, destination)
            hasOpen.bind(2, lane)
            isHead = try hasOpen.first { _ in true } == nil
        }
        let columns: (message: Int64?, correction: Int64?, key: String?, version: Int64?) =
            switch subject {
            case .message(let id): (id.rawValue, nil, nil, nil)
            case .correction(let id, let number): (id.rawValue, number, nil, nil)
            case .record(let key, let version): (nil, nil, key, version)
            }
        insert.bind(1, destination)
        insert.bind(2, lane)
        insert.bind(3, columns.message)
        insert.bind(4, columns.correction)
        insert.bind(5, columns.key)
        insert.bind(6, columns.version)
        insert.bind(7, isHead)
        insert.bind(8, due.purpose.number)
        insert.bind(9, due.idempotencyKey)
        insert.bind(10, now)
        insert.bind(11, max(now, due.notBefore ?? now))
        insert.bind(12, isOvertaken)
        insert.bind(13, isReplay)
        try insert.execute()
        totals.delivery(destination: destination, from: nil, to: .pending, at: now)
        return db.lastInsertedRowID
    }

    func row(_ id: Int64) throws -> Row? {
        load.bind(1, id)
        return try load.first { columns in
            guard let state = DeliveryState(rawValue: Int(columns.int(2))) else {
                throw LedgerFailure.storage(code: 0, text: "delivery \(id) has no valid state")
            }
            return Row(
                id: id, destination: columns.int(0), lane: columns.optionalInt(1), state: state, isOpen: columns.bool(3),
                isHead: columns.bool(4), attempts: columns.int(5), messageID: columns.optionalInt(6))
        }
    }

    /// Performs the transition of `DeliveryState` and moves the lane on.
    func move(
        _ row: Row, on event: DeliveryEvent, reason: String?, countsAttempt: Bool = false, nextAttemptAt: Milliseconds? = nil
    ) throws {
        guard case .moves(let state) = row.state.on(event) else {
            throw LedgerFailure.conflict(what: "delivery \(row.id)", state: row.state.word, event: "\(event)")
        }
        let isOpen = state.blocksLane(under: try policy(of: row.destination))
        let reopens = isOpen && !row.isOpen
        let isSettled = state == .delivered || state == .failed || state == .cancelled
        update.bind(1, state.rawValue)
        update.bind(2, isOpen)
        update.bind(3, isOpen && (row.isHead || row.lane == nil))
        update.bind(4, row.attempts + (countsAttempt ? 1 : 0))
        update.bind(5, nextAttemptAt)
        update.bind(6, isSettled ? now : nil as Int64?)
        update.bind(7, reason)
        // What comes back after its lane has gone on without it may have been overtaken.
        update.bind(8, reopens)
        update.bind(9, row.id)
        try update.execute()
        totals.delivery(destination: row.destination, from: row.state, to: state, at: now)
        guard let lane = row.lane else { return }
        if row.isOpen && !isOpen { try promote(destination: row.destination, lane: lane) }
        if reopens { try choose(destination: row.destination, lane: lane) }
    }

    /// After a union of lanes: what is open goes over, and the united lane gets one head.
    func move(lane: Int64, to survivor: Int64) throws {
        let take = try PreparedStatement(
            db, "UPDATE delivery SET lane = ? WHERE destination_id = ? AND lane = ? AND open = 1")
        for destination in try PreparedStatement(db, "SELECT id FROM destination").all({ $0.int(0) }) {
            hasOpen.bind(1, destination)
            hasOpen.bind(2, lane)
            guard try hasOpen.first({ _ in true }) != nil else { continue }
            take.bind(1, survivor)
            take.bind(2, destination)
            take.bind(3, lane)
            try take.execute()
            try choose(destination: destination, lane: survivor)
        }
    }

    private func promote(destination: Int64, lane: Int64) throws {
        hasHead.bind(1, destination)
        hasHead.bind(2, lane)
        guard try hasHead.first({ _ in true }) == nil else { return }
        next.bind(1, destination)
        next.bind(2, lane)
        guard let id = try next.first({ $0.int(0) }) else { return }
        try setHead(id, true)
    }

    /// One head among all open ones: those in flight first (they can't be called back), else the earliest.
    private func choose(destination: Int64, lane: Int64) throws {
        let open = try PreparedStatement(
            db, "SELECT id, state, head FROM delivery WHERE destination_id = ? AND lane = ? AND open = 1")
        open.bind(1, destination)
        open.bind(2, lane)
        let rows = try open.all { (id: $0.int(0), isClaimed: $0.int(1) == 1, isHead: $0.bool(2)) }.sorted { $0.id < $1.id }
        let inFlight = rows.contains(where: \.isClaimed)
        for row in rows {
            let head = inFlight ? row.isClaimed : row.id == rows[0].id
            if head != row.isHead { try setHead(row.id, head) }
        }
    }

    private func setHead(_ id: Int64, _ head: Bool) throws {
        promoteOne.bind(1, head)
        promoteOne.bind(2, id)
        try promoteOne.execute()
    }

    private func policy(of destination: Int64) throws -> LanePolicy {
        if let policy = policies[destination] { return policy }
        let find = try PreparedStatement(db, "SELECT when_held, when_failed FROM destination WHERE id = ?")
        find.bind(1, destination)
        let policy =
            try find.first {
                LanePolicy(
                    whenHeld: .init(rawValue: Int($0.int(0))) ?? .wait, whenFailed: .init(rawValue: Int($0.int(1))) ?? .wait)
            } ?? LanePolicy()
        policies[destination] = policy
        return policy
    }
}

extension Purpose {
    /// As the tables hold it.
    var number: Int {
        switch self {
        case .directCare: 0
        case .programme: 1
        case .research: 2
        }
    }

    /// A purpose is never guessed: it decides what may be sent.
    init(number: Int64) throws {
        guard let purpose = Self.allCases.first(where: { Int64($0.number) == number }) else {
            throw LedgerFailure.storage(code: 0, text: "a delivery has no valid purpose")
        }
        self = purpose
    }
}
