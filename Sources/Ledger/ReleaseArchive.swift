package import Canonical

/// What a release is made of, kept under its hash: maps, tables, trusts and routes as they were written.
package struct ReleaseContent: Hashable, Sendable {
    package struct File: Hashable, Sendable {
        /// `Mappings/segments/pid-patient.yaml`
        package var path: String
        package var bytes: [UInt8]

        package init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }
    package var hash: ReleaseHash
    /// The mapping engine's version: the same maps under another engine are another release.
    package var engine: String
    /// Why it was built, and what was tested.
    package var note: String
    package var builtBy: Actor
    package var builtAt: Milliseconds
    package var files: [File]

    package init(
        hash: ReleaseHash, engine: String, note: String, builtBy: Actor, builtAt: Milliseconds, files: [File]
    ) {
        self.hash = hash
        self.engine = engine
        self.note = note
        self.builtBy = builtBy
        self.builtAt = builtAt
        self.files = files
    }
}

/// A store that keeps releases beside the account of the messages they mapped, so that any of them can be fetched by hash.
package protocol ReleaseArchive: Sendable {
    /// Keeps it, once; a hash that is there already keeps its first content. Audited.
    func keep(_ release: ReleaseContent) async throws
    /// Newest first, without contents.
    func keptReleases(limit: Int) async throws -> [ReleaseContent]
    func keptRelease(_ hash: ReleaseHash) async throws -> ReleaseContent?
}
