import Canonical
import Diagnostics
import Ledger
import Record
import ServiceLifecycle
import Submission
import Transports

/// To the national service: reads the order's record and the consent epoch again in the transaction that marks it as sent,
/// posts a transaction Bundle, and keeps what was answered.
struct NationalCourier: Courier {
    let batch = 16
    private let foundations: Pipeline.Foundations
    private let sender: HTTPSender
    private let url: String
    private let projector = SubmissionProjector()

    init(foundations: Pipeline.Foundations, sender: HTTPSender, url: String) {
        self.foundations = foundations
        self.sender = sender
        self.url = url
    }

    func send(_ parcels: [Parcel<ClaimedDelivery>]) async -> [Attempt] {
        var attempts: [Attempt] = []
        for parcel in parcels {
            // Each may take its whole time-out: the hub does not wait for all of them when it stops.
            if Task.isShuttingDownGracefully || Task.isCancelled {
                attempts.append(.postponed)
                continue
            }
            do {
                attempts.append(try await send(parcel.delivery))
            } catch {
                attempts.append(.notAnswered(.unavailable, Answer(.notAnswered, text: "the record store cannot be read")))
            }
        }
        return attempts
    }

    func close() async { await sender.shutdown() }

    private func send(_ delivery: Delivery) async throws -> Attempt {
        guard case .record(let order, let version) = delivery.subject else {
            return .rejected(reason: "not-a-record", Answer(.rejected, text: "only versions of a record go to the nation"))
        }
        let word = delivery.idempotencyKey.prefix { $0 != "/" }
        let due = DueSubmission(
            order: order, version: Int(version), person: PersonID(0),
            kind: DueSubmission.Kind(rawValue: String(word)) ?? .submission,
            attempts: delivery.attempts, idempotencyKey: delivery.idempotencyKey)
        switch try await projector.build(due, from: foundations.submissions, at: foundations.now()) {
        case .held(let reason): return .withheld(reason: reason)
        case .notYet: return .postponed
        case .gone: return .pointless(reason: "superseded")
        case .send(let claimed): return try await post(claimed)
        }
    }

    private func post(_ claimed: ClaimedSubmission) async throws -> Attempt {
        let attempt: Attempt
        let answer: SubmissionAnswer
        do throws(NoAnswer) {
            let response = try await LastCall.wait { [sender, url] () async throws(NoAnswer) in
                try await sender.post(
                    claimed.bundle.json, to: url,
                    headers: Dictionary(claimed.bundle.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a }))
            }
            answer = SubmissionAnswer.parse(status: response.status, body: response.body)
            attempt = Self.attempt(answer, status: response.status, correlationID: claimed.bundle.correlationID)
        } catch {
            answer = .notAnswered(reason: error.reason)
            attempt = Self.attempt(answer, status: nil, correlationID: claimed.bundle.correlationID)
        }
        try await projector.settle(claimed.due, with: answer, in: foundations.submissions, at: foundations.now())
        return attempt
    }

    private static func attempt(_ answer: SubmissionAnswer, status: Int?, correlationID: String) -> Attempt {
        switch answer {
        case .accepted: .accepted(Answer(.accepted, statusCode: status, correlationID: correlationID))
        case .rejected:
            .rejected(
                reason: "rejected", Answer(.rejected, statusCode: status, correlationID: correlationID, text: answer.detail))
        case .notAnswered(let reason):
            .notAnswered(.unavailable, Answer(.notAnswered, statusCode: status, correlationID: correlationID, text: reason))
        }
    }
}
