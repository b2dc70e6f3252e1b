/// Says that what it was made for is on disk. The ledger's commit receipt conforms; nothing else should.
package protocol ProofOfStorage: Sendable {}

/// Deliveries in the order in which the broker sent them, to be stored together.
///
/// ```
/// while let batch = await consumer.next() {
///     let receipt = try await ledger.accept(batch.deliveries)
///     batch.acknowledge(after: receipt)
/// }
/// ```
/// The only way to settle a batch is `acknowledge(after:)`, and it needs the proof. A batch that is dropped instead (an
/// error was thrown, the task was cancelled) stays unacknowledged: the consumer then closes its connection, which gives
/// back everything not acknowledged, and takes it again, in the original order, after a back-off.
package struct DeliveryBatch: ~Copyable, Sendable {
    /// Never empty; of one or several queues, in the order of their tags.
    package private(set) var deliveries: [Delivery]
    private var numbers: [Int]
    /// Counts the connections of its consumer: a batch of another epoch came over another connection.
    package let epoch: Int
    private let mailbox: DeliveryMailbox
    private var isStored = false

    init(_ deliveries: [Delivery], number: Int, epoch: Int, mailbox: DeliveryMailbox) {
        self.deliveries = deliveries
        numbers = [number]
        self.epoch = epoch
        self.mailbox = mailbox
    }

    /// Lets the broker forget these deliveries, as soon as every earlier batch is stored as well. If the connection that
    /// brought them is gone, nothing happens: they come again, and the ledger recognises them.
    package consuming func acknowledge(after proof: some ProofOfStorage) {
        isStored = true
        for number in numbers { mailbox.stored(number, epoch: epoch) }
    }

    /// This batch and the one after it, to be stored as one. Of batches that came over two connections only the later one is
    /// left: the earlier one's deliveries come again.
    package consuming func joined(with later: consuming DeliveryBatch) -> DeliveryBatch {
        guard later.epoch == epoch else { return later }
        var joined = self
        joined.deliveries += later.deliveries
        joined.numbers += later.numbers
        later.isStored = true
        return joined
    }

    deinit {
        if !isStored { mailbox.abandoned(numbers[0], epoch: epoch) }
    }
}
