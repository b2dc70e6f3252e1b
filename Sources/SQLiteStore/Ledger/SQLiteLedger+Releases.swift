import Digests
import GRDB
package import Ledger

// Releases: the files of each under its hash; a file that several releases share is kept once.

extension SchemaPart {
    static let releases = SchemaPart(
        name: "releases",
        steps: [
            """
            CREATE TABLE release_set(
              hash TEXT PRIMARY KEY, engine TEXT NOT NULL, note TEXT NOT NULL, built_by TEXT NOT NULL, built_at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE release_blob(id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;
            CREATE TABLE release_file(
              hash TEXT NOT NULL, path TEXT NOT NULL, blob_id INTEGER NOT NULL, PRIMARY KEY(hash, path)
            ) STRICT, WITHOUT ROWID;
            """
        ])
}

extension SQLiteLedger: ReleaseArchive {
    package func keep(_ release: ReleaseContent) async throws {
        try await file.write { db in
            let known = try PreparedStatement(db, "SELECT 1 FROM release_set WHERE hash = ?")
            known.bind(1, release.hash.text)
            guard try known.first({ _ in true }) == nil else { return }
            let set = try PreparedStatement(
                db, "INSERT INTO release_set(hash, engine, note, built_by, built_at) VALUES (?, ?, ?, ?, ?)")
            set.bind(1, release.hash.text)
            set.bind(2, release.engine)
            set.bind(3, release.note)
            set.bind(4, release.builtBy.name)
            set.bind(5, release.builtAt)
            try set.execute()
            let blob = try PreparedStatement(
                db, "INSERT INTO release_blob(digest, bytes) VALUES (?, ?) ON CONFLICT(digest) DO NOTHING")
            let file = try PreparedStatement(
                db,
                "INSERT INTO release_file(hash, path, blob_id) SELECT ?, ?, id FROM release_blob WHERE digest = ?")
            for entry in release.files {
                let digest = SHA256.digest(of: entry.bytes)
                blob.bind(1, digest)
                blob.bind(2, entry.bytes)
                try blob.execute()
                file.bind(1, release.hash.text)
                file.bind(2, entry.path)
                file.bind(3, digest)
                try file.execute()
            }
            try Self.audit(
                AuditEvent(
                    actor: release.builtBy, action: "keep-release", subject: release.hash.text, reason: release.note,
                    at: release.builtAt), db)
        }
    }

    package func keptReleases(limit: Int) async throws -> [ReleaseContent] {
        try await file.read { db in
            let find = try PreparedStatement(
                db, "SELECT hash, engine, note, built_by, built_at FROM release_set ORDER BY built_at DESC, hash LIMIT ?")
            find.bind(1, limit)
            return try find.all(Self.content)
        }
    }

    package func keptRelease(_ hash: ReleaseHash) async throws -> ReleaseContent? {
        try await file.read { db in
            let find = try PreparedStatement(
                db, "SELECT hash, engine, note, built_by, built_at FROM release_set WHERE hash = ?")
            find.bind(1, hash.text)
            guard var release = try find.first(Self.content) else { return nil }
            let files = try PreparedStatement(
                db,
                """
                SELECT f.path, b.bytes FROM release_file f JOIN release_blob b ON b.id = f.blob_id WHERE f.hash = ?
                ORDER BY f.path
                """)
            files.bind(1, hash.text)
            release.files = try files.all { ReleaseContent.File(path: $0.text(0), bytes: $0.bytes(1)) }
            return release
        }
    }

    private static func content(_ row: PreparedStatement.Columns) -> ReleaseContent {
        ReleaseContent(
            hash: ReleaseHash(row.text(0)), engine: row.text(1), note: row.text(2), builtBy: Actor(row.text(3)),
            builtAt: row.int(4), files: [])
    }
}
