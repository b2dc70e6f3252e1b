import GRDB
import Ledger

/// The numbers of feeds, destinations and releases within one transaction; unknown ones are registered.
final class NameBook {
    private let db: Database
    private var feeds: [FeedName: Int64] = [:]
    private var destinations: [DestinationName: Int64] = [:]
    private var releases: [ReleaseHash: Int64] = [:]

    init(_ db: Database) { self.db = db }

    func feed(_ name: FeedName) throws -> Int64 {
        if let id = feeds[name] { return id }
        let id = try number(name.text, table: "feed", column: "name")
        guard id <= MessageID.maximumFeed else { throw LedgerFailure.exhausted(what: "feeds") }
        feeds[name] = id
        return id
    }

    func destination(_ name: DestinationName) throws -> Int64 {
        if let id = destinations[name] { return id }
        let id = try number(name.text, table: "destination", column: "name")
        destinations[name] = id
        return id
    }

    func release(_ hash: ReleaseHash) throws -> Int64 {
        if let id = releases[hash] { return id }
        let id = try number(hash.text, table: "release", column: "hash")
        releases[hash] = id
        return id
    }

    private func number(_ text: String, table: String, column: String) throws -> Int64 {
        let find = try PreparedStatement(db, "SELECT id FROM \(table) WHERE \(column) = ?")
        find.bind(1, text)
        if let id = try find.first({ $0.int(0) }) { return id }
        let insert = try PreparedStatement(db, "INSERT INTO \(table)(\(column)) VALUES (?)")
        insert.bind(1, text)
        try insert.execute()
        return db.lastInsertedRowID
    }

    /// Only looks; nil for an unknown feed.
    static func feedNumber(_ name: FeedName, _ db: Database) throws -> Int64? {
        let find = try PreparedStatement(db, "SELECT id FROM feed WHERE name = ? AND id > 0")
        find.bind(1, name.text)
        return try find.first { $0.int(0) }
    }

    static func destinationNumber(_ name: DestinationName, _ db: Database) throws -> Int64? {
        let find = try PreparedStatement(db, "SELECT id FROM destination WHERE name = ?")
        find.bind(1, name.text)
        return try find.first { $0.int(0) }
    }
}
