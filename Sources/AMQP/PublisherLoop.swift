import CRabbitMQ
import Diagnostics

/// What the publisher's thread does: sends what was handed in as far as the window and the broker allow, and gives each
/// caller the outcomes.
struct PublisherLoop: ~Copyable {
    private let address: BrokerAddress
    private let settings: Publisher.Settings
    private let wakeup: Wakeup
    private let takeInbox: @Sendable () -> Publisher.Taken
    private let onEvent: @Sendable (Publisher.Event) -> Void

    private var machine: ConnectionMachine
    private var wire: Wire?
    private var retryAt: ContinuousClock.Instant?
    private var isStopping = false
    private var stopBy: ContinuousClock.Instant?
    /// The broker said that it reads nothing now.
    private var isBlocked = false
    private var window = ConfirmWindow<Ticket>()
    /// Submissions that are not answered yet, in order; those before `sending` are sent whole.
    private var jobs: [Job] = []
    private var sending = 0

    private final class Job {
        let messages: [Outgoing]
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<[PublishOutcome], any Error>
        var outcomes: [PublishOutcome]
        var unanswered: Int
        var sent = 0

        init(_ submission: Publisher.Submission) {
            messages = submission.messages
            deadline = submission.deadline
            continuation = submission.continuation
            unanswered = messages.count
            outcomes = Array(repeating: .unknown, count: messages.count)
        }

        func settle(_ index: Int, _ outcome: PublishOutcome) {
            outcomes[index] = outcome
            unanswered -= 1
            if unanswered == 0 { continuation.resume(returning: outcomes) }
        }

        func settleUnsent(_ diagnostic: Diagnostic) {
            while sent < messages.count {
                sent += 1
                settle(sent - 1, .notSent(diagnostic))
            }
        }
    }

    private struct Ticket {
        var job: Job
        var index: Int
        var sentAt: ContinuousClock.Instant
    }

    init(
        _ address: BrokerAddress, _ settings: Publisher.Settings, _ wakeup: Wakeup,
        takeInbox: @escaping @Sendable () -> Publisher.Taken,
        _ onEvent: @escaping @Sendable (Publisher.Event) -> Void
    ) {
        self.address = address
        self.settings = settings
        self.wakeup = wakeup
        self.takeInbox = takeInbox
        self.onEvent = onEvent
        machine = ConnectionMachine(backOff: settings.backOff)
    }

    mutating func run() {
        perform(machine.handle(.start), because: nil)
        while machine.state != .ended { round() }
    }

    private mutating func round() {
        let isReadable =
            wire?.hasBufferedData == true
            || wakeup.wait(readable: wire?.socket, milliseconds: pollTimeout())
        let inbox = takeInbox()
        jobs.append(contentsOf: inbox.submissions.map(Job.init))
        isStopping = isStopping || inbox.isStopping
        stopBy = inbox.stopBy
        let now = ContinuousClock.now
        if let stopBy, stopBy <= now { giveUpWaiting() }
        if let retryAt, retryAt <= now {
            self.retryAt = nil
            perform(machine.handle(.timeout), because: nil)
        }
        if wire != nil {
            do throws(BrokerFailure) {
                try read(isReadable: isReadable)
                try reopenIfStuck()
                try send(now)
                try checkConfirmsInTime(now)
            } catch {
                failed(error)
            }
        }
        expire(now)
        while let job = jobs.first, job.unanswered == 0 {
            jobs.removeFirst()
            sending = max(0, sending - 1)
        }
        if isStopping, jobs.isEmpty { perform(machine.handle(.stop), because: nil) }
    }

    private func pollTimeout() -> Int32 {
        var limit = wire == nil ? Int32(60_000) : Int32(address.heartbeatSeconds * 500)
        if let retryAt { limit = retryAt.pollTimeout(limit: limit) }
        if let ticket = window.oldest { limit = (ticket.sentAt + settings.confirmPatience).pollTimeout(limit: limit) }
        if let stopBy, !jobs.isEmpty { limit = stopBy.pollTimeout(limit: limit) }
        if sending < jobs.count {
            limit = jobs[sending].deadline.pollTimeout(limit: limit)
            // Something is to be sent and the window has room, so the socket's buffer has none: look again soon. Confirms
            // make the socket readable, which ends the wait earlier.
            if wire != nil, !isBlocked, !isReopening, window.outstanding < settings.window { limit = min(limit, 2) }
        }
        return limit
    }

    // MARK: the connection

    private mutating func failed(_ failure: BrokerFailure) {
        perform(machine.handle(.failed), because: failure.diagnostic)
    }

    private mutating func perform(_ action: ConnectionMachine.Action, because diagnostic: Diagnostic?) {
        switch action {
        case .nothing: break
        case .connect:
            do throws(BrokerFailure) {
                let wire = try Wire(address, name: settings.name)
                self.wire = wire
                isBlocked = false
                try wire.selectConfirms()
                perform(machine.handle(.opened), because: nil)
                onEvent(.connected)
            } catch {
                failed(error)
            }
        case .retry(let delay):
            wire = nil
            retryAt = .now + delay
            loseOutstanding(because: diagnostic)
            if let diagnostic { onEvent(.interrupted(diagnostic, retryAfter: delay)) }
        case .giveBack, .close, .giveUp:
            // A publisher is neither suspended nor limited; its connection closes like at the end.
            wire?.close()
            wire = nil
            loseOutstanding(because: diagnostic)
        case .finish:
            wire?.close()
            wire = nil
            retryAt = nil
        }
    }

    /// What was sent without an answer is unknown, and what stands behind it in the same call is not sent: otherwise it
    /// would overtake.
    private mutating func loseOutstanding(because diagnostic: Diagnostic?) {
        window.reset { $0.job.settle($0.index, .unknown) }
        guard sending < jobs.count, jobs[sending].sent > 0 else { return }
        jobs[sending].settleUnsent(
            diagnostic ?? Diagnostic(code: "broker-lost", "the connection was closed before this message was sent"))
        sending += 1
    }

    /// Everybody gets an answer now: the hub stops, and the broker is slow or away.
    private mutating func giveUpWaiting() {
        window.reset { $0.job.settle($0.index, .unknown) }
        let late = Diagnostic(.warning, code: "publisher-stopped", "the publisher was stopped before this message was sent")
        for job in jobs { job.settleUnsent(late) }
        jobs = []
        sending = 0
        perform(machine.handle(.stop), because: nil)
    }

    // MARK: sending

    private var isReopening: Bool { window.refusalsInARow >= settings.refusalsBeforeReopening }

    private mutating func reopenIfStuck() throws(BrokerFailure) {
        guard isReopening, window.isEmpty, let wire else { return }
        try wire.reopenChannel()
        try wire.selectConfirms()
        window.reset { _ in }
        onEvent(.reopened)
    }

    private mutating func send(_ now: ContinuousClock.Instant) throws(BrokerFailure) {
        guard let wire, !isBlocked, !isReopening, sending < jobs.count, window.outstanding < settings.window else { return }
        if settings.corks { hub_cork(wire.socket, 1) }
        defer { if settings.corks, self.wire != nil { hub_cork(wire.socket, 0) } }
        // Measured once a round and counted down: a call that waits for room in the socket cannot be ended by a timeout.
        var room = hub_send_room(wire.socket)
        var isFirst = true
        while sending < jobs.count, window.outstanding < settings.window {
            let job = jobs[sending]
            guard job.sent < job.messages.count else {
                sending += 1
                continue
            }
            let message = job.messages[job.sent]
            if let problem = message.problem(frameMax: wire.frameMax) {
                job.sent += 1
                job.settle(job.sent - 1, .notSent(problem))
                continue
            }
            // The kernel counts a packet's overhead too. A message larger than the whole buffer goes when that is empty.
            let cost = (message.body.count + message.properties.encodedBound + 256) * 2
            guard cost <= room || (isFirst && hub_send_queue(wire.socket) == 0) else { return }
            isFirst = false
            room -= cost
            job.sent += 1
            let number = window.nextNumber
            window.sent(Ticket(job: job, index: job.sent - 1, sentAt: now))
            try wire.publish(message, number: number)
            if job.sent == job.messages.count { sending += 1 }
        }
    }

    private mutating func read(isReadable: Bool) throws(BrokerFailure) {
        guard let wire else { return }
        // At least one call: heartbeats, and `connection.blocked` is seen before the next publish.
        repeat {
            guard let incoming = try wire.next() else { break }
            switch incoming {
            case .answered(let number, let multiple, let confirmed):
                var hasConfirmed = false
                window.answered(number, multiple: multiple, confirmed: confirmed) { ticket, answer in
                    switch answer {
                    case .confirmed:
                        hasConfirmed = true
                        ticket.job.settle(ticket.index, .confirmed)
                    case .returned: ticket.job.settle(ticket.index, .unroutable)
                    case .refused: ticket.job.settle(ticket.index, .refused)
                    }
                }
                if hasConfirmed { perform(machine.handle(.worked), because: nil) }
            case .returned(let number): window.returned(number)
            case .blocked(let reason):
                isBlocked = true
                onEvent(.blocked(reason: reason))
            case .unblocked:
                isBlocked = false
                onEvent(.unblocked)
            case .closed(let reply): throw .closed(reply, "publishing")
            case .part, .delivered, .cancelled: break
            }
        } while wire.hasBufferedData
        wire.releaseBuffers()
    }

    // MARK: time

    private func checkConfirmsInTime(_ now: ContinuousClock.Instant) throws(BrokerFailure) {
        guard let ticket = window.oldest, ticket.sentAt + settings.confirmPatience <= now else { return }
        throw BrokerFailure(
            kind: .lost,
            diagnostic: Diagnostic(
                .warning, code: "broker-silent", "the broker did not confirm a message within \(settings.confirmPatience)",
                hint: isBlocked ? "it is short of memory or disk" : "look into the broker's log"))
    }

    /// Unsent messages whose time is over go back to their callers.
    private mutating func expire(_ now: ContinuousClock.Instant) {
        while sending < jobs.count, jobs[sending].deadline <= now {
            jobs[sending].settleUnsent(
                Diagnostic(
                    .warning, code: "broker-unavailable",
                    isBlocked
                        ? "the broker takes no messages now: it is short of memory or disk" : "the broker was away too long",
                    hint: "publish again later"))
            sending += 1
        }
    }
}

extension Outgoing {
    func problem(frameMax: Int) -> Diagnostic? {
        if exchange.utf8.count > 255 || routingKey.utf8.count > 255 {
            return Diagnostic(code: "message-property-long", "exchange or routing key is longer than AMQP's 255 bytes")
        }
        return properties.problem(frameMax: frameMax)
    }
}

extension Wire {
    func publish(_ message: Outgoing, number: UInt64) throws(BrokerFailure) {
        defer { recycle_amqp_pool(&pool) }
        var properties = message.properties.wire(&pool, number: number)
        let exchange = pool.bytes(message.exchange)
        let key = pool.bytes(message.routingKey)
        let status = message.body.withUnsafeBytes { body in
            amqp_basic_publish(
                state, Wire.channel, exchange, key, 1, 0, &properties,
                amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
        }
        try check(status: status, "publishing")
    }
}
