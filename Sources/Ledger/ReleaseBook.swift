package import Canonical

/// An activation of a release: a row in the ledger, newest wins.
package struct ReleaseActivation: Hashable, Sendable {
    package var release: ReleaseHash
    package var actor: Actor
    package var reason: String
    package var at: Milliseconds

    package init(release: ReleaseHash, actor: Actor, reason: String, at: Milliseconds) {
        self.release = release
        self.actor = actor
        self.reason = reason
        self.at = at
    }
}

package protocol ReleaseBook: Sendable {
    /// Audited.
    func activate(_ activation: ReleaseActivation) async throws
    /// Newest first.
    func activations(limit: Int) async throws -> [ReleaseActivation]
}
