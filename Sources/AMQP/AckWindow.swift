/// Says up to which delivery tag everything has been stored, so that one `basic.ack(multiple)` may be sent.
///
/// The deliveries of a channel carry one sequence of tags, whatever their queues, and `multiple` settles every tag up to
/// the one named. So batches take all deliveries in tag order, and a batch's last tag may only be sent once every earlier
/// batch is stored too: batch 2 stored before batch 1 waits for batch 1.
struct AckWindow {
    /// Batches are numbered from 1 in the order in which they were opened.
    private struct Batch {
        var lastTag: UInt64
        var isStored = false
    }
    private var batches: [Batch] = []
    /// The number of `batches[0]`.
    private var first = 1
    private(set) var lastTag: UInt64 = 0

    /// Batches that are neither stored nor settled yet.
    var openCount: Int { batches.reduce(0) { $0 + ($1.isStored ? 0 : 1) } }
    var isSettled: Bool { batches.isEmpty }

    /// Opens the next batch; its deliveries are those after the batch before, up to `lastTag`. nil when the tag does not
    /// come after it: such a batch could not be settled rightly.
    mutating func open(upTo lastTag: UInt64) -> Int? {
        guard lastTag > self.lastTag else { return nil }
        self.lastTag = lastTag
        batches.append(Batch(lastTag: lastTag))
        return first + batches.count - 1
    }

    /// The batch is stored. Returns the tag to acknowledge now, or nil while an earlier batch is still open (or when this
    /// batch is unknown or was stored before).
    mutating func store(_ number: Int) -> UInt64? {
        guard number >= first, number - first < batches.count else { return nil }
        let index = number - first
        guard !batches[index].isStored else { return nil }
        batches[index].isStored = true
        guard index == 0 else { return nil }
        let settled = batches.prefix { $0.isStored }
        let tag = settled.last?.lastTag
        first += settled.count
        batches.removeFirst(settled.count)
        return tag
    }
}
