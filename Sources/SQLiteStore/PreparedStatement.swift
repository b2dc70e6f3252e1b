package import GRDB
import GRDBSQLite

/// A cached statement bound straight through SQLite's C interface: no argument boxes, no row objects (1.5 times the rows
/// of GRDB's own binding here, six times those of `execute(sql:)`).
///
/// Take it once per transaction, not per row: `let insert = try PreparedStatement(db, "INSERT …")`. It belongs to the
/// database access it was made in. Parameters count from 1, columns from 0, as in SQLite.
package struct PreparedStatement {
    private let statement: Statement
    private let handle: OpaquePointer

    package init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        sqlite3_reset(handle)
    }

    // SQLITE_TRANSIENT: SQLite copies before the call returns.
    private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    package func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }
    package func bind(_ index: Int32, _ value: Int) { sqlite3_bind_int64(handle, index, Int64(value)) }
    package func bind(_ index: Int32, _ value: Bool) { sqlite3_bind_int64(handle, index, value ? 1 : 0) }
    package func bind(_ index: Int32, _ value: Int64?) {
        if let value { sqlite3_bind_int64(handle, index, value) } else { sqlite3_bind_null(handle, index) }
    }
    package func bind(_ index: Int32, _ value: Int?) { bind(index, value.map(Int64.init)) }

    package func bind(_ index: Int32, _ text: String?) {
        guard var text else {
            sqlite3_bind_null(handle, index)
            return
        }
        _ = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { chars in
                // A nil base address would bind NULL.
                if let base = chars.baseAddress {
                    sqlite3_bind_text(handle, index, base, Int32(clamping: chars.count), Self.transient)
                } else {
                    sqlite3_bind_text(handle, index, "", 0, Self.transient)
                }
            }
        }
    }

    package func bind(_ index: Int32, _ bytes: [UInt8]?) {
        guard let bytes else {
            sqlite3_bind_null(handle, index)
            return
        }
        if bytes.isEmpty {
            sqlite3_bind_zeroblob(handle, index, 0)
        } else {
            sqlite3_bind_blob64(handle, index, bytes, UInt64(bytes.count), Self.transient)
        }
    }

    /// Runs to the end and makes the statement ready again; bindings stay until they are bound anew.
    package func execute() throws {
        var code = sqlite3_step(handle)
        while code == SQLITE_ROW { code = sqlite3_step(handle) }
        try finish(code)
    }

    /// The first row, or nil.
    package func first<T>(_ body: (Columns) throws -> T) throws -> T? {
        let code = sqlite3_step(handle)
        guard code == SQLITE_ROW else {
            try finish(code)
            return nil
        }
        defer { sqlite3_reset(handle) }
        return try body(Columns(handle: handle))
    }

    package func eachRow(_ body: (Columns) throws -> Void) throws {
        var code = sqlite3_step(handle)
        while code == SQLITE_ROW {
            do { try body(Columns(handle: handle)) } catch {
                sqlite3_reset(handle)
                throw error
            }
            code = sqlite3_step(handle)
        }
        try finish(code)
    }

    package func all<T>(_ body: (Columns) throws -> T) throws -> [T] {
        var rows: [T] = []
        try eachRow { rows.append(try body($0)) }
        return rows
    }

    private func finish(_ code: Int32) throws {
        if code == SQLITE_DONE {
            sqlite3_reset(handle)
            return
        }
        let extended = sqlite3_extended_errcode(sqlite3_db_handle(handle))
        sqlite3_reset(handle)
        // Without SQL and arguments: they may hold patient data.
        throw DatabaseError(resultCode: ResultCode(rawValue: extended))
    }

    /// The current row.
    package struct Columns {
        fileprivate let handle: OpaquePointer

        package func int(_ index: Int32) -> Int64 { sqlite3_column_int64(handle, index) }
        package func isNull(_ index: Int32) -> Bool { sqlite3_column_type(handle, index) == SQLITE_NULL }
        package func optionalInt(_ index: Int32) -> Int64? { isNull(index) ? nil : int(index) }
        package func bool(_ index: Int32) -> Bool { int(index) != 0 }

        package func optionalText(_ index: Int32) -> String? {
            guard let bytes = sqlite3_column_text(handle, index) else { return nil }
            let count = Int(sqlite3_column_bytes(handle, index))
            return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        }
        package func text(_ index: Int32) -> String { optionalText(index) ?? "" }

        package func bytes(_ index: Int32) -> [UInt8] {
            guard let base = sqlite3_column_blob(handle, index) else { return [] }
            return Array(UnsafeRawBufferPointer(start: base, count: Int(sqlite3_column_bytes(handle, index))))
        }
        package func optionalBytes(_ index: Int32) -> [UInt8]? { isNull(index) ? nil : bytes(index) }
    }
}
