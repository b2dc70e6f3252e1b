package import Canonical
import GRDB
package import Ledger

extension SQLiteLedger {
    package func change(
        _ selection: DeliverySelection, by event: DeliveryEvent, actor: Actor, reason: String, now: Milliseconds
    ) async throws -> [DeliveryID] {
        try requireOpen()
        return try await file.write { db in
            let book = try DeliveryBook(db, now: now)
            var changed: [DeliveryID] = []
            for delivery in try DeliveryRow.select(selection, db) {
                guard let row = try book.row(delivery.id.rawValue), delivery.state.on(event) != .refused,
                    // What a worker holds is the worker's; a person waits for its answer.
                    delivery.state != .claimed
                else { continue }
                let dueAgain = event == .released || event == .retried
                try book.move(row, on: event, reason: dueAgain ? nil : reason, nextAttemptAt: dueAgain ? now : nil)
                changed.append(delivery.id)
            }
            if !changed.isEmpty {
                try Self.audit(
                    AuditEvent(
                        actor: actor, action: "delivery-\(event)",
                        subject: "deliveries " + changed.prefix(50).map(\.description).joined(separator: " ")
                            + (changed.count > 50 ? " and \(changed.count - 50) more" : ""), reason: reason, at: now), db)
            }
            try book.totals.flush(db)
            return changed
        }
    }

    package func replay(_ request: ReplayRequest, now: Milliseconds) async throws -> [DeliveryID] {
        try requireOpen()
        return try await file.write { db in
            let book = try DeliveryBook(db, now: now)
            let lanes = try LaneBook(db, deliveries: book)
            let names = NameBook(db)
            let find = try PreparedStatement(
                db, "SELECT m.state, o.lane FROM message m LEFT JOIN outcome o ON o.message_id = m.id WHERE m.id = ?")
            let correct = try PreparedStatement(
                db,
                "INSERT INTO correction(message_id, release_id, event, at, actor, reason, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)")
            var added: [DeliveryID] = []
            for item in request.items {
                find.bind(1, item.message.rawValue)
                guard let message = try find.first({ (state: Int($0.int(0)), lane: $0.optionalInt(1)) }) else {
                    throw LedgerFailure.unknown(what: "message \(item.message)")
                }
                let state = MessageState(rawValue: message.state) ?? .pending
                guard state == .mapped else {
                    throw LedgerFailure.conflict(what: "message \(item.message)", state: state.word, event: "replay")
                }
                var subject = DeliverySubject.message(item.message)
                if let correction = item.correction {
                    correct.bind(1, item.message.rawValue)
                    correct.bind(2, try names.release(correction.release))
                    correct.bind(3, correction.event)
                    correct.bind(4, now)
                    correct.bind(5, request.actor.name)
                    correct.bind(6, request.reason)
                    correct.bind(7, correction.canonical)
                    try correct.execute()
                    subject = .correction(item.message, number: db.lastInsertedRowID)
                }
                let lane = try message.lane.map { try lanes.root(of: $0) }
                for due in item.deliveries {
                    let id = try book.add(
                        destination: names.destination(due.destination), lane: lane?.id, subject: subject, due: due,
                        isOvertaken: (lane?.lastMessage ?? 0) > item.message.rawValue, isReplay: true)
                    added.append(DeliveryID(rawValue: id))
                }
            }
            let ids = request.items.prefix(50).map(\.message.description).joined(separator: " ")
            let more = request.items.count > 50 ? " and \(request.items.count - 50) more" : ""
            try Self.audit(
                AuditEvent(
                    actor: request.actor, action: "replay", subject: "messages " + ids + more, reason: request.reason, at: now),
                db)
            try book.totals.flush(db)
            return added
        }
    }
}
