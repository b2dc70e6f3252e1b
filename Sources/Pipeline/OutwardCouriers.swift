package import AMQP
import Canonical
import Diagnostics
import Ledger
import Mapping
import ServiceLifecycle
package import Transports

/// To the region's other systems over the broker. A message is published under its idempotency key as message id.
package struct AMQPCourier: Courier {
    package let batch = 500
    private let publisher: Publisher
    private let exchange: String
    private let routingKey: String
    private let gate: PermitGate

    package init(publisher: Publisher, exchange: String, routingKey: String, gate: PermitGate) {
        self.publisher = publisher
        self.exchange = exchange
        self.routingKey = routingKey
        self.gate = gate
    }

    package func take(_ errand: Errand) async throws -> [Parcel<PermitGate.Content>] { try await gate.take(errand) }

    package func send(_ parcels: [Parcel<PermitGate.Content>]) async -> [Attempt] {
        await gate.sending(parcels) { permitted in
            let outgoing = permitted.map { item in
                Outgoing(
                    exchange: exchange, routingKey: routingKey,
                    properties: MessageProperties(
                        messageID: item.key, contentType: item.contentType, type: item.event), body: item.body)
            }
            do {
                return try await publisher.publish(outgoing).map(Self.attempt)
            } catch {
                // The publisher was stopped before it took them.
                return outgoing.map { _ in .postponed }
            }
        }
    }

    package func hurry() { publisher.requestStop(within: LastCall.patience) }

    package func close() async {
        publisher.requestStop(within: LastCall.patience)
        await publisher.stop()
    }

    private static func attempt(_ outcome: PublishOutcome) -> Attempt {
        switch outcome {
        case .confirmed: .accepted(Answer(.accepted))
        case .unroutable: .notAnswered(.unavailable, Answer(.notAnswered, text: "no queue is bound for this destination"))
        case .refused: .notAnswered(.busy, Answer(.notAnswered, text: "the broker refused it"))
        case .unknown: .notAnswered(.unavailable, Answer(.notAnswered, text: "the connection went before the confirm"))
        case .notSent: .notAnswered(.unavailable, Answer(.notAnswered, text: "not sent"))
        }
    }
}

/// To an HTTP endpoint that takes message Bundles.
package struct HTTPCourier: Courier {
    package let batch = 16
    private let sender: HTTPSender
    private let url: String
    private let gate: PermitGate

    package init(sender: HTTPSender, url: String, gate: PermitGate) {
        self.sender = sender
        self.url = url
        self.gate = gate
    }

    package func take(_ errand: Errand) async throws -> [Parcel<PermitGate.Content>] { try await gate.take(errand) }

    package func send(_ parcels: [Parcel<PermitGate.Content>]) async -> [Attempt] {
        await gate.sending(parcels) { permitted in
            var attempts: [Attempt] = []
            for item in permitted {
                if Task.isShuttingDownGracefully || Task.isCancelled {
                    attempts.append(.postponed)
                    continue
                }
                let answer = await HTTPAttempt.post(
                    item.body, to: url, key: item.key, contentType: item.contentType, by: sender)
                attempts.append(answer.attempt)
            }
            return attempts
        }
    }

    package func close() async { await sender.shutdown() }
}

/// Into a folder.
package struct FileCourier: Courier {
    package let batch = 100
    private let drop: FileDrop
    private let gate: PermitGate

    package init(drop: FileDrop, gate: PermitGate) {
        self.drop = drop
        self.gate = gate
    }

    package func take(_ errand: Errand) async throws -> [Parcel<PermitGate.Content>] { try await gate.take(errand) }

    package func send(_ parcels: [Parcel<PermitGate.Content>]) async -> [Attempt] {
        await gate.sending(parcels) { permitted in
            drop.write(
                permitted.map {
                    FileDrop.Item(
                        key: $0.key, body: $0.body,
                        suffix: OutboundWriter.MediaType(rawValue: $0.contentType)?.suffix ?? "json")
                }
            ).map { failure in
                guard let failure else { return .accepted(Answer(.accepted)) }
                return .notAnswered(failure.category, Answer(.notAnswered, text: failure.reason))
            }
        }
    }
}

/// One POST and what its answer means.
enum HTTPAttempt {
    static func post(
        _ body: [UInt8], to url: String, key: String, contentType: String, by sender: HTTPSender
    ) async -> (attempt: Attempt, answer: HTTPAnswer?) {
        do throws(NoAnswer) {
            let answer = try await LastCall.wait { () async throws(NoAnswer) in
                try await sender.post(
                    body, to: url,
                    headers: [
                        "Content-Type": contentType, "Accept": "application/fhir+json", "X-Request-ID": key,
                        "X-Correlation-ID": key,
                    ])
            }
            return (attempt(answer, key: key), answer)
        } catch {
            return (.notAnswered(error.category, Answer(.notAnswered, correlationID: key, text: error.reason)), nil)
        }
    }

    /// 2xx accepted; 408, 425, 429 and 5xx: later; every other 4xx: refused for good (FHIR R4, 3.1.0.1.10).
    static func attempt(_ answer: HTTPAnswer, key: String) -> Attempt {
        switch answer.status {
        case 200..<300:
            return .accepted(Answer(.accepted, statusCode: answer.status, correlationID: key))
        case 408, 425, 429:
            return .notAnswered(
                .busy, Answer(.notAnswered, statusCode: answer.status, correlationID: key, text: "asked to come again later"))
        case 500...:
            return .notAnswered(
                .unavailable, Answer(.notAnswered, statusCode: answer.status, correlationID: key, text: "the server failed"))
        default:
            return .rejected(
                reason: "http-\(answer.status)",
                Answer(.rejected, statusCode: answer.status, correlationID: key, text: "refused"))
        }
    }
}
