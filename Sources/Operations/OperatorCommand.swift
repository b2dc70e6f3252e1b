import Canonical
import Diagnostics
import Foundation
package import Ledger

/// What an operator may change, with who and why; the same over the local socket and in this process.
package struct OperatorCommand: Codable, Sendable {
    package enum Verb: String, Codable, Sendable {
        case resubmit, discard, pause, resume, retry, replay
    }
    package var verb: Verb
    /// Message ids for resubmit, discard and replay; a feed for pause and resume; a destination for retry.
    package var subjects: [String]
    package var actor: String
    package var reason: String
    /// Replay: only to these destinations; empty: all that had it.
    package var destinations: [String]

    package init(_ verb: Verb, _ subjects: [String], actor: String, reason: String, destinations: [String] = []) {
        self.verb = verb
        self.subjects = subjects
        self.actor = actor
        self.reason = reason
        self.destinations = destinations
    }
}

/// What a search asks for; see `Operations.messages`.
package struct MessageSearch: Codable, Sendable {
    package var feed: String?
    package var state: String?
    package var controlID: String?
    package var identifier: String?
    package var limit: Int?

    package init(
        feed: String? = nil, state: String? = nil, controlID: String? = nil, identifier: String? = nil, limit: Int? = nil
    ) {
        self.feed = feed
        self.state = state
        self.controlID = controlID
        self.identifier = identifier
        self.limit = limit
    }
}

/// How many messages, deliveries or feeds a command changed.
package struct CommandResult: Codable, Sendable {
    package var changed: Int
    package init(changed: Int) { self.changed = changed }
}

extension Operations {
    package func messages(_ search: MessageSearch, by actor: Actor) async throws -> [MessageLine] {
        try await messages(
            feed: search.feed, state: search.state.flatMap { MessageState(word: $0) }, controlID: search.controlID,
            identifier: search.identifier, limit: min(max(1, search.limit ?? 50), 1_000), by: actor)
    }

    /// - Throws: `LedgerFailure`; then nothing was changed.
    package func perform(_ command: OperatorCommand) async throws -> CommandResult {
        let actor = Actor(command.actor)
        func ids() throws -> [MessageID] {
            try command.subjects.map { text in
                guard let id = MessageID(text: text) else { throw LedgerFailure.unknown(what: "message \(text)") }
                return id
            }
        }
        switch command.verb {
        case .resubmit:
            let messages = try ids()
            try await resubmit(messages.map { Resubmission(message: $0) }, by: actor, reason: command.reason)
            return CommandResult(changed: messages.count)
        case .discard:
            let messages = try ids()
            try await discard(messages, by: actor, reason: command.reason)
            return CommandResult(changed: messages.count)
        case .pause:
            for feed in command.subjects { try await pause(feed, until: nil, by: actor, reason: command.reason) }
            return CommandResult(changed: command.subjects.count)
        case .resume:
            for feed in command.subjects { try await resume(feed, by: actor, reason: command.reason) }
            return CommandResult(changed: command.subjects.count)
        case .retry:
            var changed = 0
            for destination in command.subjects { changed += try await retry(destination, by: actor, reason: command.reason) }
            return CommandResult(changed: changed)
        case .replay:
            return CommandResult(
                changed: try await replay(try ids(), to: command.destinations, by: actor, reason: command.reason))
        }
    }

    /// Sends mapped messages again, as they were mapped, to the destinations that had them: adds deliveries, never receipts.
    private func replay(_ messages: [MessageID], to destinations: [String], by actor: Actor, reason: String) async throws -> Int
    {
        var items: [ReplayRequest.Item] = []
        for message in messages {
            guard let detail = try await ledger.message(message) else {
                throw LedgerFailure.unknown(what: "message \(message)")
            }
            var seen: Set<DestinationName> = []
            let due = detail.deliveries
                .filter { destinations.isEmpty || destinations.contains($0.destination.text) }
                .filter { seen.insert($0.destination).inserted }
                .map { DueDelivery(destination: $0.destination, purpose: $0.purpose, idempotencyKey: $0.idempotencyKey) }
            items.append(ReplayRequest.Item(message: message, deliveries: due))
        }
        return try await ledger.replay(ReplayRequest(items: items, actor: actor, reason: reason), now: now()).count
    }
}
