package import Diagnostics

/// Several messages in one body, with or without a batch protocol around them (FHS, BHS, BTS, FTS; chapter 2.10.3).
///
/// ```
/// for entry in Batch(splitting: bytes).entries { read(Array(bytes[entry.range])) }
/// ```
/// A body with one message and no envelope is a batch of one entry.
package struct Batch: Sendable {
    /// What FHS or BHS and the trailer say.
    package struct Envelope: Hashable, Sendable {
        package var sendingApplication = ""
        package var sendingFacility = ""
        package var receivingApplication = ""
        package var receivingFacility = ""
        /// FHS-7, BHS-7
        package var timestamp = ""
        /// FHS-9, BHS-9
        package var name = ""
        /// FHS-10, BHS-10
        package var comment = ""
        /// FHS-11, BHS-11
        package var controlID = ""
        /// FHS-12, BHS-12
        package var referenceControlID = ""
        /// FTS-1 (batches) or BTS-1 (messages); nil without a trailer that counts.
        package var declaredCount: Int?
        package var hasTrailer = false
        package var byteOffset = 0
    }

    /// One message: its bytes in the body, and the batch it stands in.
    package struct Entry: Hashable, Sendable {
        package var range: Range<Int>
        package var batch: Int?
    }

    package private(set) var file: Envelope?
    package private(set) var batches: [Envelope] = []
    package private(set) var entries: [Entry] = []
    package private(set) var issues: [Diagnostic] = []

    /// Whether there is an envelope or more than one message.
    package var isBatch: Bool { file != nil || !batches.isEmpty || entries.count > 1 }

    /// Whether an envelope holds messages and nothing speaks against it: no count differs, no trailer is missing, no line is
    /// left over. Only then can its messages go on without it.
    package var isWhole: Bool { (file != nil || !batches.isEmpty) && !entries.isEmpty && issues.isEmpty }

    /// Whether the body begins with an envelope (FHS, BHS), without looking further.
    package static func begins(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var at = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
            while at < bytes.count, bytes[at] == 0x20 || bytes[at] &- 9 < 5 { at += 1 }
            return begins(bytes, at: at)
        }
    }

    static func begins(_ bytes: UnsafeRawBufferPointer, at: Int) -> Bool {
        switch kind(bytes, at: at) {
        case "FHS", "BHS": true
        default: false
        }
    }

    /// The messages of a whole batch, a body each; nil for anything else, which stays as it is and is judged as a whole.
    ///
    /// ```
    /// let bodies = Batch.messages(of: body) ?? [body]
    /// ```
    package static func messages(of bytes: [UInt8]) -> [[UInt8]]? {
        guard begins(bytes) else { return nil }
        let batch = Batch(splitting: bytes)
        return batch.isWhole ? batch.entries.map { Array(bytes[$0.range]) } : nil
    }

    package init(splitting bytes: [UInt8], limits: Limits = .standard) {
        var found = IssueList(limit: limits.issues)
        bytes.withUnsafeBytes { split($0, &found) }
        issues = found.finished()
    }

    private mutating func split(_ bytes: UnsafeRawBufferPointer, _ issues: inout IssueList) {
        var open: Int?
        var batch: Int?
        var delimiters: Delimiters?
        var at = 0
        var counted = 0
        while at < bytes.count {
            let kind = Batch.kind(bytes, at: at)
            if let kind {
                if let start = open { entries.append(Entry(range: start..<Batch.end(bytes, of: start..<at), batch: batch)) }
                open = nil
                switch kind {
                case "MSH":
                    open = at
                    counted += 1
                case "FHS":
                    file = Batch.envelope(bytes, at: at, &delimiters, &issues)
                case "BHS":
                    finish(batch, counted, &issues)
                    counted = 0
                    batches.append(Batch.envelope(bytes, at: at, &delimiters, &issues))
                    batch = batches.count - 1
                case "BTS":
                    if let batch {
                        trailer(bytes, at: at, delimiters, &batches[batch])
                        finish(batch, counted, &issues)
                    }
                    batch = nil
                    counted = 0
                default:
                    if var known = file {
                        trailer(bytes, at: at, delimiters, &known)
                        file = known
                    }
                }
            } else if open == nil, !Batch.isBlank(bytes, at: at) {
                issues.add(
                    .warning, "batch-stray-line", "a line stands between messages of a batch and belongs to none", path: "BHS",
                    byte: at)
            }
            at = Batch.nextLine(bytes, at)
        }
        if let start = open {
            entries.append(Entry(range: start..<Batch.end(bytes, of: start..<bytes.count), batch: batch))
        }
        if batch != nil {
            finish(batch, counted, &issues)
            issues.add(.warning, "batch-unclosed", "the batch has no trailer (BTS)", path: "BTS")
        }
        if let file, let count = file.declaredCount, count != batches.count {
            issues.add(
                .warning, "batch-count", "FTS-1 counts \(count) batches, the file has \(batches.count)", path: "FTS-1")
        }
        if file != nil, file?.hasTrailer == false {
            issues.add(.warning, "batch-unclosed", "the file has no trailer (FTS)", path: "FTS")
        }
        if entries.isEmpty { issues.add(.error, "message-empty", "the body holds no message", path: "MSH", byte: 0) }
    }

    private func finish(_ batch: Int?, _ counted: Int, _ issues: inout IssueList) {
        guard let batch, let declared = batches[batch].declaredCount, declared != counted else { return }
        issues.add(
            .warning, "batch-count", "BTS-1 counts \(declared) messages, the batch has \(counted)", path: "BTS-1",
            byte: batches[batch].byteOffset)
    }

    /// The envelope segment or MSH that begins at `at`.
    private static func kind(_ bytes: UnsafeRawBufferPointer, at: Int) -> SegmentID? {
        guard at + 3 <= bytes.count else { return nil }
        let id = SegmentID(bytes[at], bytes[at + 1], bytes[at + 2])
        guard id == "MSH" || id == "FHS" || id == "BHS" || id == "BTS" || id == "FTS" else { return nil }
        guard at + 3 < bytes.count else { return id }
        switch bytes[at + 3] {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20: return nil
        default: return id
        }
    }

    /// Without the frame of MLLP that a file may have kept between its messages.
    private static func end(_ bytes: UnsafeRawBufferPointer, of range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, [0x0D, 0x0A, 0x0B, 0x1C, 0x20].contains(bytes[end - 1]) {
            end -= 1
            if bytes[end] == 0x1C { return end }
        }
        return range.upperBound
    }

    private static func isBlank(_ bytes: UnsafeRawBufferPointer, at: Int) -> Bool {
        [0x0D, 0x0A, 0x0B, 0x1C, 0x20, 0x09, 0xEF, 0xBB, 0xBF].contains(bytes[at])
    }

    private static func nextLine(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        // MLLP's start byte and the byte order mark stand before a line, not in one.
        if bytes[start] == 0x0B { return start + 1 }
        if bytes[start] == 0xEF, start + 3 <= bytes.count, bytes[start + 1] == 0xBB, bytes[start + 2] == 0xBF {
            return start + 3
        }
        var at = start
        while at < bytes.count, bytes[at] != 0x0D, bytes[at] != 0x0A { at += 1 }
        return at + 1
    }

    private static func envelope(
        _ bytes: UnsafeRawBufferPointer, at: Int, _ delimiters: inout Delimiters?, _ issues: inout IssueList
    ) -> Envelope {
        var envelope = Envelope()
        envelope.byteOffset = at
        guard let line = HeaderLine(bytes, at: at) else {
            issues.add(.warning, "delimiter-invalid", "an envelope's separators cannot be read", path: "BHS-2", byte: at)
            return envelope
        }
        delimiters = line.index.delimiters
        envelope.sendingApplication = line.text(3)
        envelope.sendingFacility = line.text(4)
        envelope.receivingApplication = line.text(5)
        envelope.receivingFacility = line.text(6)
        envelope.timestamp = line.text(7)
        envelope.name = line.text(9)
        envelope.comment = line.text(10)
        envelope.controlID = line.text(11)
        envelope.referenceControlID = line.text(12)
        return envelope
    }

    private func trailer(_ bytes: UnsafeRawBufferPointer, at: Int, _ delimiters: Delimiters?, _ envelope: inout Envelope) {
        envelope.hasTrailer = true
        let line = HeaderLine(bytes, at: at, delimiters: delimiters ?? .standard)
        envelope.declaredCount = line.flatMap { Int($0.text(1)) }
    }
}
