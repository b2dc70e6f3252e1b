package import Diagnostics

/// Problems of one document as they are found; lines and columns are counted once, at the end.
package struct ProblemList {
    package private(set) var diagnostics: [Diagnostic] = []
    private var errors = 0
    private var unsaid = (errors: 0, others: 0)
    private let limit: Int

    package init(limit: Int) { self.limit = limit }

    /// Whether a further error will only be counted, so that its path needs no making.
    package var isFull: Bool { errors >= limit }

    package mutating func add(
        _ code: String, _ message: String, at path: String, byte: Int?,
        severity: Diagnostic.Severity = .error, hint: String? = nil
    ) {
        // Many warnings leave room for as many errors.
        let isError = severity == .error
        guard isError ? errors < limit : diagnostics.count - errors < limit else {
            if isError { unsaid.errors += 1 } else { unsaid.others += 1 }
            return
        }
        if isError { errors += 1 }
        let position = MessagePosition(path, byteOffset: byte)
        diagnostics.append(Diagnostic(severity, code: code, message, at: .message(position), hint: hint))
    }

    /// All problems, with line and column in `text`.
    package func located(in text: UnsafeBufferPointer<UInt8>) -> [Diagnostic] {
        var result = diagnostics
        let offsets = result.indices.compactMap { index -> (Int, Int)? in
            guard case .message(let position) = result[index].location, let byte = position.byteOffset else { return nil }
            return (min(byte, text.count), index)
        }.sorted { $0 < $1 }
        var line = 1
        var column = 1
        var at = 0
        for (offset, index) in offsets {
            while at < offset {
                if text[at] == UInt8(ascii: "\n") {
                    line += 1
                    column = 1
                } else if text[at] & 0xC0 != 0x80 {
                    column += 1
                }
                at += 1
            }
            guard case .message(var position) = result[index].location else { continue }
            position.line = line
            position.column = column
            result[index].location = .message(position)
        }
        if unsaid.errors + unsaid.others > 0 {
            result.append(
                Diagnostic(
                    unsaid.errors > 0 ? .error : .warning, code: "further-problems",
                    "\(unsaid.errors + unsaid.others) further problems are not described"))
        }
        return result
    }
}
