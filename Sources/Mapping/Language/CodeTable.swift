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
    var rows: [Row] = []
    private var index: [[UInt8]: Int] = [:]
    /// Open addressing over FNV-1a of the source codes; built when reading is done.
    private var slots: [Int32] = []
    private var keys: [[UInt8]] = []
    var fallback: Int?

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

    func hasRow(_ key: [UInt8]) -> Bool { index[isCaseInsensitive ? key.map(lowercased) : key] != nil }

    static func read(_ text: String, name: String, file: String, findings: Findings) -> CodeTable {
        var table = CodeTable(name: name, file: file)
        let source = YAMLSource(file: file, text: text)
        var header: [String]?
        for (offset, line) in source.lines.enumerated() {
            let number = offset + 1
            if line.hasPrefix("#") {
                if line.dropFirst().drop(while: { $0 == " " }) == "case-insensitive" { table.isCaseInsensitive = true }
                continue
            }
            if line.allSatisfy({ $0 == " " }) { continue }
            guard let cells = CSV.cells(line) else {
                findings.error("M180", "a quote is not closed", at: source.span(line: number, column: 1))
                continue
            }
            guard let names = header else {
                header = cells
                for cell in cells where !columns.contains(cell) {
                    findings.error(
                        "M180", "unknown column \(cell) in table \(name)", at: source.span(line: number, column: 1),
                        hint: closeName(to: cell, among: columns).map { "did you mean \($0)?" }
                            ?? "columns: \(columns.joined(separator: ","))")
                }
                for column in ["source", "target"] where !cells.contains(column) {
                    findings.error(
                        "M180", "table \(name) has no column \(column)", at: source.span(line: number, column: 1))
                }
                continue
            }
            guard cells.count <= names.count else {
                findings.error(
                    "M180", "\(cells.count) cells under \(names.count) columns", at: source.span(line: number, column: 1),
                    hint: "put a value that holds a comma in quotes")
                continue
            }
            func cell(_ column: String) -> [UInt8] {
                guard let at = names.firstIndex(of: column), at < cells.count else { return [] }
                return Array(cells[at].utf8)
            }
            var key = cell("source")
            if table.isCaseInsensitive { key = key.map(lowercased) }
            let row = Row(
                system: cell("target_system"), code: cell("target"), display: cell("target_display"), line: number)
            if key == [0x2A] {
                table.fallback = table.rows.count
            } else if table.index[key] != nil {
                findings.error(
                    "M181", "the source \(cells.first ?? "") stands twice in table \(name)",
                    at: source.span(line: number, column: 1, length: line.count))
                continue
            } else {
                table.index[key] = table.rows.count
            }
            table.rows.append(row)
        }
        if header == nil {
            findings.error("M180", "table \(name) is empty", at: source.span(line: 1, column: 1))
        }
        table.seal()
        return table
    }

    /// This table's rows first, then the base's.
    func extending(_ base: CodeTable) -> CodeTable {
        var merged = self
        for (key, position) in base.index where merged.index[isCaseInsensitive ? key.map(lowercased) : key] == nil {
            merged.index[isCaseInsensitive ? key.map(lowercased) : key] = merged.rows.count
            merged.rows.append(base.rows[position])
        }
        if merged.fallback == nil, let position = base.fallback {
            merged.fallback = merged.rows.count
            merged.rows.append(base.rows[position])
        }
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

    private static func text(_ bytes: [UInt8], trimming: Bool) -> String {
        var slice = bytes[...]
        if trimming {
            while slice.first == 0x20 { slice.removeFirst() }
            while slice.last == 0x20 || slice.last == 0x0D { slice.removeLast() }
        }
        return String(decoding: slice, as: UTF8.self)
    }
}
