// Ledger: the hub's durable account of every accepted message.
//
// Owns: the words of the account (message, outcome, delivery, lane, lease, audit), their state machines and rules, and
// the protocols that a store implements. Everything here is a value; nothing touches a disk, a clock or a network.
// It runs no task. What bounds memory: a claim names its limit, a page of a query names its size. What can be lost when
// it stops: nothing, because nothing is kept here; what a store promises stands at each protocol.
//
// Order of reading: `MessageState`, `DeliveryState` (the two lifecycles), `Inbox`, `MessageAccount`, `DeliveryQueue`
// (the way of a message), `Balance` (the proof), `LaneRules` (order and duplicates).

package import Canonical

/// A store that keeps the whole account. One value is shared by all services of a process.
package protocol LedgerStore:
    Inbox, MessageAccount, DeliveryQueue, QuarantineDesk, AuditTrail, LeaseBook, ReleaseBook, LedgerQueries
{
    /// Marks the session as ended in order. Without it the next opening takes what was claimed as suspects.
    func close(now: Milliseconds) async throws
}
