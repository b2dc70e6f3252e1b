import Canonical
import Diagnostics
package import Foundation
import Ledger
import Mapping
import Pipeline

/// Asks for a stored message as a fixture: with its structure and its fault, without its person.
package struct FixtureRequest: Codable, Sendable {
    package var message: String
    /// Words that maps and tables know; free text of these words may stay.
    package var vocabulary: [String]
    package var actor: String

    package init(message: String, vocabulary: [String], actor: String) {
        self.message = message
        self.vocabulary = vocabulary
        self.actor = actor
    }
}

package struct FixtureAnswer: Codable, Sendable {
    package var feed: String
    package var bytes: Data
    /// What the release in force finds in the original: `severity code PATH` a line.
    package var issues: String
    package var reason: String?
}

extension Operations {
    /// Disguises a stored message under a key that is thrown away: the original never leaves this process. Audited.
    ///
    /// - Throws: `Diagnostics` when there is no such message, or it has no structure that could be kept.
    package func fixture(_ request: FixtureRequest) async throws -> FixtureAnswer {
        guard let id = MessageID(text: request.message), let detail = try await ledger.message(id) else {
            throw Diagnostic(code: "C143", "the ledger has no message \(request.message)", hint: "hub quarantine list")
        }
        guard let body = detail.editedBody ?? detail.body else {
            throw Diagnostic(code: "C146", "the body of message \(id) has been pruned", hint: "write a fixture by hand")
        }
        let feed = detail.summary.feed.text
        _ = try await ledger.record(
            AuditEvent(actor: Actor(request.actor), action: "disguise-message", subject: "message \(id)", at: now()))
        let disguise = MessageDisguise(key: randomKey(), vocabulary: Set(request.vocabulary))
        let issues = active.set.mappers[feed].map { FixtureCase.issues(of: $0.map(body)) } ?? ""
        return FixtureAnswer(
            feed: feed, bytes: Data(try disguise.disguised(body)), issues: issues, reason: detail.summary.reason)
    }

    private func randomKey() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
