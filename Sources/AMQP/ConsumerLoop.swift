import Diagnostics

/// What the consumer's thread does: performs the machine's actions, reads deliveries, sends acknowledgements.
struct ConsumerLoop: ~Copyable {
    private let address: BrokerAddress
    private let settings: Consumer.Settings
    private let mailbox: DeliveryMailbox
    private let wakeup: Wakeup
    private let takeCommands: @Sendable () -> [Consumer.Command]
    private let onEvent: @Sendable (Consumer.Event) -> Void

    private var machine: ConnectionMachine
    private var wire: Wire?
    /// When the machine wants its `timeout`.
    private var retryAt: ContinuousClock.Instant?
    private var sources: [Source]
    private var endReason: Diagnostic?

    private struct Source {
        var queue: String
        var tag: String
        var isConsuming = false
        /// A person or the pipeline wants nothing from it now; this outlives connections.
        var isSuspended = false
        var isReportedMissing = false
        var failures = 0
        var lookAgainAt: ContinuousClock.Instant?
    }

    init(
        _ address: BrokerAddress, _ queues: [String], _ settings: Consumer.Settings, _ mailbox: DeliveryMailbox,
        _ wakeup: Wakeup, takeCommands: @escaping @Sendable () -> [Consumer.Command],
        _ onEvent: @escaping @Sendable (Consumer.Event) -> Void
    ) {
        self.address = address
        self.settings = settings
        self.mailbox = mailbox
        self.wakeup = wakeup
        self.takeCommands = takeCommands
        self.onEvent = onEvent
        machine = ConnectionMachine(backOff: settings.backOff, limit: settings.failureLimit)
        sources = queues.enumerated().map { Source(queue: $1, tag: "hub-\($0 + 1)") }
    }

    mutating func run() {
        perform(machine.handle(.start), because: nil)
        while machine.state != .ended { round() }
        mailbox.end()
        onEvent(.ended(endReason))
    }

    /// One turn: commands, acknowledgements, timers, deliveries.
    private mutating func round() {
        let isReading = wire != nil && !mailbox.isFull
        let isReadable: Bool
        if isReading, wire?.hasBufferedData == true {
            isReadable = true
        } else {
            isReadable = wakeup.wait(readable: isReading ? wire?.socket : nil, milliseconds: pollTimeout())
        }
        for command in takeCommands() { obey(command) }
        settle()
        if let retryAt, retryAt <= .now {
            self.retryAt = nil
            perform(machine.handle(.timeout), because: nil)
        }
        guard wire != nil else { return }
        do throws(BrokerFailure) {
            if isReading { try read(isReadable: isReadable) } else { try wire?.sendHeartbeat() }
            try lookForMissingQueues()
        } catch {
            failed(error)
        }
    }

    private func pollTimeout() -> Int32 {
        var limit = wire == nil ? Int32(60_000) : Int32(address.heartbeatSeconds * 500)
        for instant in [retryAt] + sources.map(\.lookAgainAt) {
            if let instant { limit = instant.pollTimeout(limit: limit) }
        }
        return limit
    }

    private mutating func obey(_ command: Consumer.Command) {
        switch command {
        case .suspend: perform(machine.handle(.suspend), because: nil)
        case .resume: perform(machine.handle(.resume), because: nil)
        case .stop: perform(machine.handle(.stop), because: nil)
        case .suspendQueue(let queue): setSuspended(queue, true)
        case .resumeQueue(let queue): setSuspended(queue, false)
        }
    }

    private mutating func setSuspended(_ queue: String, _ isSuspended: Bool) {
        guard let index = sources.firstIndex(where: { $0.queue == queue }), sources[index].isSuspended != isSuspended else {
            return
        }
        sources[index].isSuspended = isSuspended
        guard let wire else { return }
        if isSuspended {
            sources[index].lookAgainAt = nil
            guard sources[index].isConsuming else { return }
            sources[index].isConsuming = false
            do throws(BrokerFailure) { try wire.cancel(tag: sources[index].tag) } catch { failed(error) }
        } else {
            sources[index].lookAgainAt = .now
        }
    }

    private mutating func failed(_ failure: BrokerFailure) {
        perform(machine.handle(.failed), because: failure.diagnostic)
    }

    private mutating func perform(_ action: ConnectionMachine.Action, because diagnostic: Diagnostic?) {
        switch action {
        case .nothing: break
        case .connect: connect()
        case .retry(let delay):
            wire = nil
            retryAt = .now + delay
            mailbox.beginEpoch()
            if let diagnostic { onEvent(.interrupted(diagnostic, retryAfter: delay)) }
        case .giveBack(let delay):
            closeWire()
            retryAt = .now + delay
            onEvent(.givenBack(retryAfter: delay))
        case .close:
            retryAt = nil
            closeWire()
            onEvent(.suspended)
        case .finish: finish()
        case .giveUp:
            wire = nil
            mailbox.beginEpoch()
            endReason = diagnostic
        }
    }

    private mutating func closeWire() {
        wire?.close()
        wire = nil
        mailbox.beginEpoch()
    }

    // MARK: connecting

    private mutating func connect() {
        mailbox.beginEpoch()
        for index in sources.indices {
            sources[index].isConsuming = false
            sources[index].lookAgainAt = nil
        }
        do throws(BrokerFailure) {
            let wire = try Wire(address, name: settings.name)
            self.wire = wire
            try wire.prefetch(settings.prefetch)
            for index in sources.indices { try consume(sources[index], at: index) }
            perform(machine.handle(.opened), because: nil)
            onEvent(.connected)
        } catch {
            failed(error)
        }
    }

    /// Consumes a queue that exists. One that does not is looked for on the side channel first, because consuming it would
    /// close the channel under all the others.
    private mutating func consume(_ source: Source, at index: Int) throws(BrokerFailure) {
        guard let wire, !source.isSuspended else { return }
        switch try wire.lookUp(queue: source.queue) {
        case .found:
            try wire.consume(queue: source.queue, tag: source.tag)
            if source.isReportedMissing { onEvent(.queueFound(queue: source.queue)) }
            sources[index] = Source(queue: source.queue, tag: source.tag, isConsuming: true)
        case .refused(let failure):
            missing(at: index, failure.diagnostic)
        }
    }

    private mutating func missing(at index: Int, _ diagnostic: Diagnostic) {
        sources[index].isConsuming = false
        sources[index].failures += 1
        var backOff = settings.backOff
        sources[index].lookAgainAt = .now + backOff.delay(afterFailures: sources[index].failures)
        guard !sources[index].isReportedMissing else { return }
        sources[index].isReportedMissing = true
        onEvent(.queueMissing(queue: sources[index].queue, diagnostic))
    }

    private mutating func lookForMissingQueues() throws(BrokerFailure) {
        for index in sources.indices {
            guard let instant = sources[index].lookAgainAt, instant <= .now else { continue }
            sources[index].lookAgainAt = nil
            try consume(sources[index], at: index)
        }
    }

    // MARK: reading and settling

    /// Reads what has come, up to a batch, and hands it over as one.
    private mutating func read(isReadable: Bool) throws(BrokerFailure) {
        guard let wire else { return }
        var deliveries: [Delivery] = []
        var bytes = 0
        // At least one call, readable or not: the library sends and checks its heartbeats in it.
        repeat {
            guard let incoming = try wire.next() else { break }
            switch incoming {
            case .delivered(var delivery):
                // The consumer's tag came in the queue's place.
                if let source = sources.first(where: { $0.tag == delivery.queue }) { delivery.queue = source.queue }
                bytes += delivery.weight
                deliveries.append(delivery)
            case .cancelled(let tag):
                if let index = sources.firstIndex(where: { $0.tag == tag }) {
                    missing(
                        at: index,
                        Diagnostic(
                            .warning, code: "broker-queue-gone",
                            "the broker ended the consumption of queue \(sources[index].queue)",
                            cause: "it was deleted, or its node is down",
                            hint: "it is looked for again; if it was deleted, declare it: `hub topology`"
                        ))
                }
            case .closed(let reply):
                if !deliveries.isEmpty { mailbox.deliver(deliveries, bytes: bytes) }
                throw .closed(reply, "consuming")
            case .part, .returned, .answered, .blocked, .unblocked: break
            }
        } while wire.hasBufferedData && deliveries.count < settings.batchLimit && bytes < settings.batchBytes
        wire.releaseBuffers()
        guard !deliveries.isEmpty else { return }
        mailbox.deliver(deliveries, bytes: bytes)
    }

    private mutating func settle() {
        let (tag, hasAbandoned) = mailbox.settlements()
        guard let wire else { return }
        if let tag {
            do throws(BrokerFailure) {
                try wire.acknowledge(upTo: tag)
                perform(machine.handle(.worked), because: nil)
            } catch {
                return failed(error)
            }
        }
        if hasAbandoned { perform(machine.handle(.gaveUpBatch), because: nil) }
    }

    // MARK: the end

    /// Cancels the consumers, waits for the batches handed out, acknowledges them, closes.
    private mutating func finish() {
        mailbox.end()
        retryAt = nil
        guard let wire else { return }
        let deadline = ContinuousClock.now + settings.grace
        do throws(BrokerFailure) {
            for source in sources where source.isConsuming { try wire.cancel(tag: source.tag) }
            while true {
                let isSettled = mailbox.drain()
                if let tag = mailbox.settlements().tag { try wire.acknowledge(upTo: tag) }
                if isSettled || deadline <= .now { break }
                // Deliveries that were under way when the consumer was cancelled are read and left to the broker.
                repeat { if try wire.next() == nil { break } } while wire.hasBufferedData
                wire.releaseBuffers()
                _ = wakeup.wait(readable: wire.socket, milliseconds: deadline.pollTimeout(limit: 1000))
            }
            wire.close()
        } catch {
            // Nothing is lost: what was not acknowledged comes again.
        }
        self.wire = nil
        mailbox.beginEpoch()
    }
}
