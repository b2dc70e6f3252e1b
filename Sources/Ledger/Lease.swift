package import Canonical

/// The right to write for one partition (a feed, a destination), given to one process at a time.
package struct Lease: Hashable, Sendable {
    package var fence: Fence
    package var holder: String
    package var expiresAt: Milliseconds

    package init(fence: Fence, holder: String, expiresAt: Milliseconds) {
        self.fence = fence
        self.holder = holder
        self.expiresAt = expiresAt
    }
}

/// What a commit carries of a lease: if the partition's epoch has moved on, the commit fails and nothing is written. So
/// a frozen process cannot write late, whatever its clock says.
package struct Fence: Hashable, Sendable {
    /// E.g. `feed:rrk-pas`, `destination:record-store`.
    package var partition: String
    package var epoch: Int64

    package init(partition: String, epoch: Int64) {
        self.partition = partition
        self.epoch = epoch
    }
}

extension Lease {
    /// What a lease row says to somebody who asks for it; the store runs this inside a transaction.
    package enum Answer: Hashable, Sendable {
        /// A new epoch: everything the former holder still tries to write fails.
        case granted(epoch: Int64)
        /// The same holder goes on in its epoch.
        case renewed(epoch: Int64)
        case refused
    }

    package static func answer(to holder: String, current: Lease?, now: Milliseconds) -> Answer {
        guard let current else { return .granted(epoch: 1) }
        if current.expiresAt <= now { return .granted(epoch: current.fence.epoch + 1) }
        return current.holder == holder ? .renewed(epoch: current.fence.epoch) : .refused
    }
}

package protocol LeaseBook: Sendable {
    /// Takes or renews; nil when another holder has it.
    func acquireLease(_ partition: String, holder: String, until: Milliseconds, now: Milliseconds) async throws -> Lease?
    /// Ends it at once. The epoch stays, so that the next holder gets a higher one.
    func releaseLease(_ lease: Lease) async throws
}
