/// One header-like segment (MSH, FHS, BHS, BTS…) read alone, as far as it can be.
struct HeaderLine {
    let message: [UInt8]
    let index: Index
    let charset: Charset

    /// The line that begins at `start`; `delimiters` are those of a header before it, for segments that declare none.
    init?(_ bytes: UnsafeRawBufferPointer, at start: Int, delimiters: Delimiters? = nil, defaultCharset: Charset? = nil) {
        var end = start
        // A header beyond 64 kB is none.
        let limit = min(bytes.count, start + 65_536)
        while end < limit, bytes[end] != 0x0D, bytes[end] != 0x0A { end += 1 }
        guard end - start >= 3 else { return nil }
        let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        guard let known = delimiters ?? Delimiters.read(line, at: 0, report: { _, _, _, _ in }) else { return nil }
        var index = Index()
        index.readLine(line, known)
        self.index = index
        message = Array(line)
        var ignored = IssueList(limit: 0)
        charset = index.charset(line, feed: defaultCharset, &ignored)
    }

    /// The text at a position; empty when nothing stands there.
    func text(_ field: Int, component: Int = 1) -> String {
        message.withUnsafeBytes { bytes in
            var path = SourcePath(index.segments[0].id, field: field)
            if !(Index.countsSeparator(path.segment) && field <= 2) {
                path.component = component
                path.subcomponent = 1
            }
            guard let range = index.range(of: path, in: bytes), !range.isEmpty else { return "" }
            let raw = UnsafeRawBufferPointer(rebasing: bytes[range])
            if raw.count == 2, raw[0] == 0x22, raw[1] == 0x22 { return "" }
            var plain: [UInt8] = []
            if field <= 2 { plain = Array(raw) } else { _ = Escapes(index.delimiters).decode(raw, into: &plain) }
            var text: [UInt8] = []
            _ = charset.decode(plain, into: &text)
            return String(decoding: text, as: UTF8.self)
        }
    }
}
