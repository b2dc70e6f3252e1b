import Diagnostics
import YAML

/// A code table, `Mappings/tables/NAME.csv`: `source,source_display,target_system,target,target_display,equivalence`.
struct CodeTable: Sendable {
    enum Column: String, Sendable, CaseIterable {
        case code, system, display
    }
    struct Row: Sendable {
        var system: [UInt8]
        var code: [UInt8]
        var display: [UInt8]
        var line: Int
        subscript(column: Column) -> [UInt8] {
            switch column {
            case .code: code
            case .system: system
            case .display: display
            }
        }
    }

    var name: String
    var file: String
    var isCaseInsensitive = false
    /// `# guide: NameType`: the guide's tables that this one implements.
    var guideTables: [String] = []
    /// `# deviates: CODE: reason` (`*` for all): where it knows better than they do.
    var deviations: [String: String] = [:]
    var rows: [Row] = []
    private var index: [[UInt8]: Int] = [:]
    /// Open addressing over FNV-1a of the source codes; built when reading is done.
    private var slots: [Int32] = []
    private var keys: [[UInt8]] = []
    var fallback: Int?

    /// Where the rows stand, one by one.
    private(set) var places: [YAMLSource] = []
    var header: [String] = []

    init(name: String, file: String) {
        self.name = name
        self.file = file
    }

    static let columns = ["source", "source_display", "target_system", "target", "target_display", "equivalence"]

    /// The row for a source code, or the default row. Exact after trimming.
    func row(_ key: UnsafeBufferPointer<UInt8>) -> Row? { position(of: key).map { rows[$0] } }

    /// Where in `rows` it stands.
    func position(of key: UnsafeBufferPointer<UInt8>) -> Int? {
        var lower = 0
        var upper = key.count
        while lower < upper, key[lower] == 0x20 { lower += 1 }
        while lower < upper, key[upper - 1] == 0x20 { upper -= 1 }
        return find(UnsafeBufferPointer(rebasing: key[lower..<upper])) ?? fallback
    }

    private func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !slots.isEmpty else { return nil }
        var hash: UInt32 = 2_166_136_261
        for byte in bytes { hash = (hash ^ UInt32(isCaseInsensitive ? lowercased(byte) : byte)) &* 16_777_619 }
        var at = Int(hash) & (slots.count - 1)
        while slots[at] >= 0 {
            let row = Int(slots[at])
            let isSame = keys[row].withUnsafeBufferPointer { key in
                guard key.count == bytes.count else { return false }
                for offset in 0..<key.count
                where key[offset] != (isCaseInsensitive ? lowercased(bytes[offset]) : bytes[offset]) { return false }
                return true
            }
            if isSame { return row }
            at = (at + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Lays out the index for lookups.
    mutating func seal() {
        keys = Array(repeating: [], count: rows.count)
        var size = 8
        while size < rows.count * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        for (key, row) in index {
            keys[row] = key
            var hash: UInt32 = 2_166_136_261
            for byte in key { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
            var at = Int(hash) & (size - 1)
            while slots[at] >= 0 { at = (at + 1) & (size - 1) }
            slots[at] = Int32(row)
        }
    }

    /// The row for a code that is written out in it; never the default row.
    func row(code: String) -> Row? { index[isCaseInsensitive ? code.utf8.map(lowercased) : Array(code.utf8)].map { rows[$0] } }

    func hasRow(_ key: [UInt8]) -> Bool { index[isCaseInsensitive ? key.map(lowercased) : key] != nil }

    /// Adds a row; false when its source stands already.
    mutating func add(_ row: Row, for key: [UInt8], from source: YAMLSource) -> Bool {
        if key == [0x2A] {
            if fallback != nil { return false }
            fallback = rows.count
        } else {
            if index[key] != nil { return false }
            index[key] = rows.count
        }
        rows.append(row)
        places.append(source)
        return true
    }

    mutating func remark(_ text: Substring) {
        if text == "case-insensitive" { isCaseInsensitive = true }
        if text.hasPrefix("guide: ") { guideTables.append(String(text.dropFirst(7))) }
        if text.hasPrefix("deviates: "), let colon = text.dropFirst(10).firstIndex(of: ":") {
            deviations[String(text.dropFirst(10)[..<colon])] = String(text[colon...].dropFirst().drop { $0 == " " })
        }
    }

    /// This table's rows first, then the base's.
    func extending(_ base: CodeTable) -> CodeTable {
        var merged = self
        for (key, position) in base.index.sorted(by: { $0.value < $1.value }) {
            let own = isCaseInsensitive ? key.map(lowercased) : key
            if !merged.hasRow(own) { _ = merged.add(base.rows[position], for: own, from: base.places[position]) }
        }
        if let position = base.fallback { _ = merged.add(base.rows[position], for: [0x2A], from: base.places[position]) }
        merged.seal()
        return merged
    }
}

@inline(__always) func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

/// RFC 4180, one line a record.
enum CSV {
    /// The cells, trimmed of spaces; nil when a quote is not closed.
    static func cells(_ line: String) -> [String]? {
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var wasQuoted = false
        let bytes = Array(line.utf8)
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if isQuoted {
                if byte != 0x22 {
                    cell.append(byte)
                } else if at < bytes.count, bytes[at] == 0x22 {
                    cell.append(0x22)
                    at += 1
                } else {
                    isQuoted = false
                }
            } else if byte == 0x22, cell.allSatisfy({ $0 == 0x20 }) {
                cell = []
                isQuoted = true
                wasQuoted = true
            } else if byte == 0x2C {
                cells.append(text(cell, trimming: !wasQuoted))
                cell = []
                wasQuoted = false
            } else {
                cell.append(byte)
            }
        }
        if isQuoted { return nil }
        cells.append(text(cell, trimming: !wasQuoted))
        return cells
    }

    /// Where each cell of a line stands: one-based column and length, in characters.
    static func places(_ line: String) -> [(column: Int, length: Int)] {
        var places: [(column: Int, length: Int)] = []
        var isQuoted = false
        var start = 1
        var column = 1
        for character in line {
            if character == "\"" { isQuoted.toggle() }
            if character == ",", !isQuoted {
                places.append((start, max(1, column - start)))
                start = column + 1
            }
            column += 1
        }
        places.append((start, max(1, column - start)))
        return places
    }

    private static func text(_ bytes: [UInt8], trimming: Bool) -> String {
        var slice = bytes[...]
        if trimming {
            while slice.first == 0x20 { slice.removeFirst() }
            while slice.last == 0x20 || slice.last == 0x0D { slice.removeLast() }
        }
        return String(decoding: slice, as: UTF8.self)
    }
}
