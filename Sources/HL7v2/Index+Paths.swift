import Diagnostics

extension Index {
    /// The bytes at `path`; nil when the message ends before it. An element that is there but empty has an empty range.
    func range(of path: SourcePath, in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        guard let segment = segment(path.segment, occurrence: path.occurrence) else { return nil }
        guard path.field > 0 else { return Int(segments[segment].start)..<Int(segments[segment].end) }
        guard var range = field(path.field, of: segment) else { return nil }
        if Index.countsSeparator(path.segment), path.field <= 2 {
            return path.repetition == 1 && path.component <= 1 && path.subcomponent <= 1 ? range : nil
        }
        guard let repetition = Index.part(path.repetition, of: range, separator: delimiters.repetition, bytes) else {
            return nil
        }
        range = repetition
        guard path.component > 0 else { return range }
        guard let component = Index.part(path.component, of: range, separator: delimiters.component, bytes) else { return nil }
        guard path.subcomponent > 0 else { return component }
        return Index.part(path.subcomponent, of: component, separator: delimiters.subcomponent, bytes)
    }

    /// The `number`-th part of `range` between separators.
    @inline(__always)
    static func part(
        _ number: Int, of range: Range<Int>, separator: UInt8, _ bytes: UnsafeRawBufferPointer
    ) -> Range<Int>? {
        var left = number
        var start = range.lowerBound
        var at = start
        while at < range.upperBound {
            if bytes[at] == separator, separator != 0 {
                left -= 1
                if left == 0 { return start..<at }
                start = at + 1
            }
            at += 1
        }
        return left == 1 ? start..<range.upperBound : nil
    }

    /// Where a value for `path` goes: the bytes it replaces, and the separators that must stand before it.
    func place(for path: SourcePath, in bytes: UnsafeRawBufferPointer) -> (range: Range<Int>, padding: [UInt8])? {
        guard let segment = segment(path.segment, occurrence: path.occurrence) else { return nil }
        guard let field = field(path.field, of: segment) else {
            let end = Int(segments[segment].end)
            var padding = [UInt8](repeating: delimiters.field, count: path.field - fieldCount(of: segment))
            padding += Index.padding(path, delimiters, from: 0)
            return (end..<end, padding)
        }
        var range = field
        let steps = [
            (path.repetition, delimiters.repetition), (path.component, delimiters.component),
            (path.subcomponent, delimiters.subcomponent),
        ]
        for (level, step) in steps.enumerated() {
            guard step.0 > 0 else { break }
            if let next = Index.part(step.0, of: range, separator: step.1, bytes) {
                range = next
                continue
            }
            guard step.1 != 0 else { return nil }
            var known = 1
            for at in range where bytes[at] == step.1 { known += 1 }
            var padding = [UInt8](repeating: step.1, count: step.0 - known)
            padding += Index.padding(path, delimiters, from: level + 1)
            return (range.upperBound..<range.upperBound, padding)
        }
        return (range, [])
    }

    private static func padding(_ path: SourcePath, _ delimiters: Delimiters, from level: Int) -> [UInt8] {
        var padding: [UInt8] = []
        if level <= 0 { padding += repeatElement(delimiters.repetition, count: max(0, path.repetition - 1)) }
        if level <= 1 { padding += repeatElement(delimiters.component, count: max(0, path.component - 1)) }
        if level <= 2 { padding += repeatElement(delimiters.subcomponent, count: max(0, path.subcomponent - 1)) }
        return padding.filter { $0 != 0 }
    }

    /// The character set of MSH-18, or the feed's where that is empty, or UTF-8 (which ASCII is).
    func charset(_ bytes: UnsafeRawBufferPointer, feed: Charset?, _ issues: inout IssueList) -> Charset {
        guard let range = field(18, of: 0), !range.isEmpty,
            let first = Index.part(1, of: range, separator: delimiters.repetition, bytes), !first.isEmpty
        else { return feed ?? .utf8 }
        guard let charset = Charset(String(decoding: bytes[first], as: UTF8.self)) else {
            if !isASCII {
                issues.add(
                    .warning, "charset-unsupported", "the character set of MSH-18 is not supported", path: "MSH-18",
                    byte: first.lowerBound,
                    hint: "supported: " + Charset.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return feed ?? .utf8
        }
        guard charset == .ascii, !isASCII else { return charset }
        issues.add(
            .warning, "charset-mismatch", "MSH-18 says ASCII, but other characters follow", path: "MSH-18",
            byte: first.lowerBound, hint: "the message was read as \((feed ?? .utf8).rawValue)")
        return feed ?? .utf8
    }
}
