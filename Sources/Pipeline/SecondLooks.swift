import Canonical
import Ledger
import Record

/// Whose held deliveries are looked at again, some time after their consent changed.
///
/// A delivery whose consent was read just before the change is held just after it, when what was held has been let go
/// already; nobody would ask for it again. A value; bounded, the oldest are forgotten first.
struct SecondLooks: Sendable {
    /// After the change: when a claim is usually settled, and when the slowest courier has had its answer.
    static let delays: [Milliseconds] = [2_000, 60_000]
    static let limit = 10_000
    private struct Look {
        var person: PersonID
        var changedAt: Milliseconds
    }
    /// One queue a delay, in the order of the changes.
    private var queues: [[Look]] = delays.map { _ in [] }

    mutating func changed(_ people: Set<PersonID>, at now: Milliseconds) {
        for index in queues.indices {
            queues[index] += people.map { Look(person: $0, changedAt: now) }
            if queues[index].count > Self.limit { queues[index].removeFirst(queues[index].count - Self.limit) }
        }
    }

    /// Takes out whoever is due.
    mutating func due(at now: Milliseconds) -> Set<PersonID> {
        var people: Set<PersonID> = []
        for (index, delay) in Self.delays.enumerated() {
            let count = queues[index].prefix { $0.changedAt <= now - delay }.count
            people.formUnion(queues[index].prefix(count).map(\.person))
            queues[index].removeFirst(count)
        }
        return people
    }
}
