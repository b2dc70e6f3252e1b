import Diagnostics

/// Where the segments and fields of one message begin, as flat tables over its bytes: the hot path.
///
/// Built eight bytes at a time; reusable, so that a warm index allocates nothing. Components are found by walking one
/// field when they are asked for. All offsets are zero-based bytes of the source.
package struct Index: Sendable {
    package struct Segment: Hashable, Sendable {
        package var id: SegmentID
        package var start: UInt32
        /// Where the terminator stands (or the source ends).
        package var end: UInt32
        /// The first of this segment's separators in `marks`.
        var firstMark: UInt32
        var markCount: UInt32
        /// The segment joins lines that are no segments of their own.
        var isContinued: Bool
        /// The first joined line that reads like a segment whose name is misspelt, if any.
        var doubtful: UInt32?
        /// The name was written in small letters, or with blanks around it.
        var isRespelt: Bool
    }

    package var delimiters = Delimiters.standard
    package var segments: [Segment] = []
    /// Offsets of the field separators, in order.
    var marks: [UInt32] = []
    /// Whether a byte above 0x7F stands anywhere.
    package var isASCII = true
    /// The first control character that is no line end, if any.
    var firstControl: UInt32?
    /// The bytes before the header (byte order mark, MLLP start, blank lines).
    var lead = 0
    /// While scanning: where the last segment ended, when terminators or an MLLP end block follow it.
    private var closedAt: Int?

    package init() {}

    /// Whether the segment counts its separator as its first field (MSH, FHS, BHS).
    @inline(__always)
    static func countsSeparator(_ id: SegmentID) -> Bool { id == "MSH" || id == "BHS" || id == "FHS" }

    /// How many fields the segment has, empty ones included.
    package func fieldCount(of segment: Int) -> Int {
        let entry = segments[segment]
        return Int(entry.markCount) + (Index.countsSeparator(entry.id) ? 1 : 0)
    }

    /// The bytes of a field with all its repetitions; nil when the segment ends before it.
    @inline(__always)
    package func field(_ position: Int, of segment: Int) -> Range<Int>? {
        guard segments.indices.contains(segment), position > 0 else { return nil }
        let entry = segments[segment]
        var number = position
        if Index.countsSeparator(entry.id) {
            if position == 1 { return Int(entry.start) + 3..<Int(entry.start) + 4 }
            number -= 1
        }
        guard number <= Int(entry.markCount) else { return nil }
        let mark = Int(entry.firstMark) + number - 1
        let start = Int(marks[mark]) + 1
        let end = number == Int(entry.markCount) ? Int(entry.end) : Int(marks[mark + 1])
        return start..<max(start, end)
    }

    /// The place of the `occurrence`-th segment (one-based) of this name in `segments`.
    @inline(__always)
    package func segment(_ id: SegmentID, occurrence: Int = 1) -> Int? {
        var left = occurrence
        for place in segments.indices where segments[place].id == id {
            left -= 1
            if left == 0 { return place }
        }
        return nil
    }
}

extension Index {
    /// Builds the index of the message in `bytes`; false when it is not HL7 v2 at all or a limit is exceeded, which
    /// `report` then says. Reports cost nothing where there is nothing to say.
    mutating func build(_ bytes: UnsafeRawBufferPointer, limits: Limits, issues: inout IssueList) -> Bool {
        segments.removeAll(keepingCapacity: true)
        marks.removeAll(keepingCapacity: true)
        isASCII = true
        firstControl = nil
        lead = 0
        guard bytes.count <= limits.bytes else {
            issues.add(
                .error, "message-too-large", "the message has \(bytes.count) bytes; \(limits.bytes) are allowed",
                hint: "raise the feed's limit, or send the document apart")
            return false
        }
        guard let start = Index.headerStart(bytes, &issues) else { return false }
        lead = start
        guard
            let found = Delimiters.read(
                bytes, at: start,
                report: { issues.add($0, $1, $2, path: "MSH-2", byte: $3) })
        else { return false }
        delimiters = found
        scan(bytes, from: start, limits: limits)
        return check(bytes, limits: limits, &issues)
    }

    /// Indexes one segment alone.
    mutating func readLine(_ bytes: UnsafeRawBufferPointer, _ delimiters: Delimiters) {
        self.delimiters = delimiters
        scan(bytes, from: 0, limits: .standard)
    }

    /// Where `MSH` begins: behind a byte order mark, MLLP's start byte and blank lines.
    static func headerStart(_ bytes: UnsafeRawBufferPointer, _ issues: inout IssueList) -> Int? {
        var start = 0
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { start = 3 }
        while start < bytes.count, bytes[start] == 0x20 || bytes[start] &- 9 < 5 { start += 1 }
        guard start < bytes.count else {
            issues.add(.error, "message-empty", "there is no message: the body is empty", byte: 0)
            return nil
        }
        if bytes.count - start >= 3, bytes[start] == 0x4D, bytes[start + 1] == 0x53, bytes[start + 2] == 0x48 { return start }
        if bytes.count >= 2, (bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF) {
            issues.add(
                .error, "not-hl7v2", "the body is UTF-16, which HL7 v2 messages cannot be read in", byte: 0,
                hint: "have the sender use UTF-8")
            return nil
        }
        let hint: String? =
            switch bytes[start] {
            case 0x3C where isHL7XML(bytes): "HL7 v2 in XML is not read: have the sender write it with separators"
            case 0x3C: "it begins like XML: set the feed's format"
            case 0x7B, 0x5B: "it begins like JSON: set the feed's format"
            default: nil
            }
        if Batch.begins(bytes, at: start) {
            issues.add(
                .error, "batch-unsplit", "the body is a batch (FHS, BHS), whose messages are read one by one", path: "BHS",
                byte: start)
            return nil
        }
        issues.add(.error, "not-hl7v2", "the body does not begin with MSH", byte: start, hint: hint)
        return nil
    }

    /// Whether XML names the namespace of HL7 v2, which stands in its first tag.
    private static func isHL7XML(_ bytes: UnsafeRawBufferPointer) -> Bool {
        String(decoding: bytes.prefix(2_000), as: UTF8.self).contains("urn:hl7-org:v2xml")
    }

    /// One pass, eight bytes a step: separators, line ends and control characters are the only bytes looked at.
    private mutating func scan(_ bytes: UnsafeRawBufferPointer, from start: Int, limits: Limits) {
        let separator = delimiters.field
        let pattern = UInt64(separator) &* 0x0101_0101_0101_0101
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let high: UInt64 = 0x8080_8080_8080_8080
        let printable: UInt64 = 0x6060_6060_6060_6060
        let count = bytes.count
        var marks = self.marks
        self.marks = []
        marks.reserveCapacity(count / 4 + 16)
        segments.reserveCapacity(32)
        var all: UInt64 = 0
        var at = start
        var skipUntil = start
        open(SegmentID(bytes, at: start), at: start, marks: 0)
        while at < count {
            var word: UInt64
            if count - at >= 8 {
                word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            } else {
                word = 0x2020_2020_2020_2020
                for offset in 0..<count - at {
                    word = word & ~(0xFF << UInt64(offset * 8)) | UInt64(bytes[at + offset]) << UInt64(offset * 8)
                }
            }
            all |= word
            let difference = word ^ pattern
            let separators = ~(((difference & low) &+ low) | difference | low)
            let controls = ~(((word & low) &+ printable) | word) & high
            var hits = separators | controls
            while hits != 0 {
                let place = at &+ hits.trailingZeroBitCount >> 3
                hits &= hits &- 1
                if bytes[place] == separator {
                    marks.append(UInt32(truncatingIfNeeded: place))
                } else if place >= skipUntil {
                    skipUntil = line(bytes, endingAt: place, marks: marks.count, limits)
                }
            }
            at &+= 8
        }
        close(at: count, marks: marks.count)
        isASCII = all & high == 0
        self.marks = marks
    }

    /// A control character: a line end closes the segment, unless what follows is no segment. Gives the byte behind it.
    private mutating func line(_ bytes: UnsafeRawBufferPointer, endingAt place: Int, marks: Int, _ limits: Limits) -> Int {
        guard bytes[place] == 0x0D || bytes[place] == 0x0A else {
            // MLLP's end block at the very end is the transport's, not the message's.
            if bytes[place] == 0x1C, place + 2 >= bytes.count {
                if closedAt == nil { closedAt = place }
            } else if bytes[place] != 0x09 {
                firstControl = firstControl ?? UInt32(truncatingIfNeeded: place)
            }
            return place + 1
        }
        var next = place + 1
        while next < bytes.count, bytes[next] == 0x0D || bytes[next] == 0x0A { next += 1 }
        if next >= bytes.count || bytes[next] == 0x1C && next + 2 >= bytes.count {
            if closedAt == nil { closedAt = place }
            return next
        }
        let isBare = Index.isBareSegment(bytes, at: next)
        var name = isBare || Index.isSegment(bytes, at: next, delimiters.field) ? SegmentID(bytes, at: next) : nil
        var start = next
        if name?.isValid != true, let respelt = Respelling(bytes, at: next, delimiters.field) {
            if respelt.isKnown {
                (name, start) = (respelt.id, respelt.start)
            } else if name == nil, segments[segments.count - 1].doubtful == nil {
                segments[segments.count - 1].doubtful = UInt32(truncatingIfNeeded: next)
            }
        }
        guard let name else {
            segments[segments.count - 1].isContinued = true
            return next
        }
        guard segments.count < limits.segments + 1 else { return next }
        close(at: place, marks: marks)
        open(
            name, at: start, marks: marks,
            isRespelt: !isBare && (name != SegmentID(bytes, at: next) || bytes[start + 3] != delimiters.field))
        return next
    }

    /// Three letters or digits and a separator. A bare word of three letters is text that a line break cut.
    private static func isSegment(_ bytes: UnsafeRawBufferPointer, at start: Int, _ separator: UInt8) -> Bool {
        guard start + 3 < bytes.count, bytes[start + 3] == separator else { return false }
        for offset in 0..<3 {
            switch bytes[start + offset] {
            case 0x30...0x39 where offset > 0: continue
            case 0x41...0x5A, 0x61...0x7A: continue
            default: return false
            }
        }
        return true
    }

    /// Two capitals and a digit that fill a line (`PD1`): a segment that says nothing.
    private static func isBareSegment(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard start + 2 < bytes.count,
            start + 3 == bytes.count || bytes[start + 3] == 0x0D || bytes[start + 3] == 0x0A
        else { return false }
        return (0x41...0x5A).contains(bytes[start]) && (0x41...0x5A).contains(bytes[start + 1])
            && (0x30...0x39).contains(bytes[start + 2])
    }

    private mutating func open(_ id: SegmentID, at start: Int, marks: Int, isRespelt: Bool = false) {
        closedAt = nil
        segments.append(
            Segment(
                id: id, start: UInt32(truncatingIfNeeded: start), end: 0, firstMark: UInt32(truncatingIfNeeded: marks),
                markCount: 0, isContinued: false, isRespelt: isRespelt))
    }

    private mutating func close(at end: Int, marks: Int) {
        let last = segments.count - 1
        segments[last].end = UInt32(truncatingIfNeeded: closedAt ?? end)
        segments[last].markCount = UInt32(truncatingIfNeeded: marks) - segments[last].firstMark
        closedAt = nil
    }
}
