/// Bytes that are being written, in memory that grows by doubling.
///
/// Its owner frees it; it never leaves the writer that made it.
struct ByteSink {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(64, capacity)
        base = .allocate(capacity: self.capacity)
    }

    func free() { base.deallocate() }

    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func put(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        reserve(length)
        (base + count).update(from: text.utf8Start, count: length)
        count += length
    }

    @inline(__always)
    mutating func put(_ source: UnsafeBufferPointer<UInt8>, from start: Int, count length: Int) {
        guard length > 0 else { return }
        precondition(start >= 0 && start + length <= source.count)
        reserve(length)
        (base + count).update(from: source.baseAddress.unsafelyUnwrapped + start, count: length)
        count += length
    }

    /// The text in quotation marks, escaped as JSON wants it.
    @inline(__always)
    mutating func putString(_ source: UnsafeBufferPointer<UInt8>, from start: Int, count length: Int) {
        put(UInt8(ascii: "\""))
        putEscaped(source, from: start, count: length)
        put(UInt8(ascii: "\""))
    }

    @inline(__always)
    mutating func putEscaped(_ source: UnsafeBufferPointer<UInt8>, from start: Int, count length: Int) {
        guard length > 0 else { return }
        precondition(start >= 0 && start + length <= source.count)
        // Room for the plain text and eight bytes that are copied too far.
        reserve(length + 8)
        copyPlain(source, from: start, until: start + length)
    }

    /// `,"name":` of a member, the comma where one is wanted.
    @inline(__always)
    mutating func putName(_ source: UnsafeBufferPointer<UInt8>, from start: Int, count length: Int, comma: Bool) {
        precondition(start >= 0 && length >= 0 && start + length <= source.count)
        reserve(length + 24)
        base[count] = UInt8(ascii: ",")
        count += comma ? 1 : 0
        base[count] = UInt8(ascii: "\"")
        count += 1
        if length < 16, start + 16 <= source.count {
            // The frequent case: two words, of which what is too much is written over.
            let raw = UnsafeRawPointer(source.baseAddress.unsafelyUnwrapped)
            let first = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            let second = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self))
            let mask = (1 &<< UInt64(length &* 8)) &- 1
            let special =
                length < 8 ? ByteSink.special(first) & mask : ByteSink.special(first) | ByteSink.special(second) & mask
            if special == 0 {
                let target = UnsafeMutableRawPointer(base + count)
                target.storeBytes(of: first.littleEndian, as: UInt64.self)
                target.storeBytes(of: second.littleEndian, toByteOffset: 8, as: UInt64.self)
                count += length
                base[count] = UInt8(ascii: "\"")
                base[count + 1] = UInt8(ascii: ":")
                count += 2
                return
            }
        }
        copyPlain(source, from: start, until: start + length)
        reserve(2)
        base[count] = UInt8(ascii: "\"")
        base[count + 1] = UInt8(ascii: ":")
        count += 2
    }

    /// Eight bytes a step, the last ones with what follows them in the source; there is room.
    @inline(__always)
    private mutating func copyPlain(_ source: UnsafeBufferPointer<UInt8>, from start: Int, until end: Int) {
        let raw = UnsafeRawPointer(source.baseAddress.unsafelyUnwrapped)
        let lastWord = source.count - 8
        var at = start
        var to = count
        while at < end {
            let left = end &- at
            guard at <= lastWord else {
                count = to
                return putSpecial(source, from: at, until: end)
            }
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            var special = ByteSink.special(word)
            if left < 8 { special &= (1 &<< UInt64(left &* 8)) &- 1 }
            if special != 0 {
                count = to
                return putSpecial(source, from: at, until: end)
            }
            UnsafeMutableRawPointer(base + to).storeBytes(of: word.littleEndian, as: UInt64.self)
            to &+= min(left, 8)
            at &+= 8
        }
        count = to
    }

    /// The top bits of bytes that are a quotation mark, a backslash, a control or no ASCII; above such a byte, of others too.
    @inline(__always)
    private static func special(_ word: UInt64) -> UInt64 {
        // With bit 1 turned, a quotation mark is 0x20 and space 0x22, and controls stay below: one subtraction finds both.
        let low = (word ^ 0x0202_0202_0202_0202) &- 0x2121_2121_2121_2121
        let backslash = (word ^ 0x5C5C_5C5C_5C5C_5C5C) &- 0x0101_0101_0101_0101
        return (word | low | backslash) & 0x8080_8080_8080_8080
    }

    /// The rest of a text that has something to escape or to check.
    @inline(never)
    private mutating func putSpecial(_ source: UnsafeBufferPointer<UInt8>, from start: Int, until end: Int) {
        var at = start
        var copied = start
        let text = UnsafeBufferPointer(rebasing: source[..<end])
        while at < end {
            let byte = source[at]
            if byte >= 0x80 {
                let length = UTF8Check.length(of: text, at: at)
                if length > 0 {
                    at += length
                } else {
                    put(source, from: copied, count: at - copied)
                    put("\u{FFFD}")
                    at += 1
                    copied = at
                }
                continue
            }
            guard byte == 0x22 || byte == 0x5C || byte < 0x20 else {
                at += 1
                continue
            }
            put(source, from: copied, count: at - copied)
            switch byte {
            case 0x22: put("\\\"")
            case 0x5C: put("\\\\")
            case 0x08: put("\\b")
            case 0x09: put("\\t")
            case 0x0A: put("\\n")
            case 0x0C: put("\\f")
            case 0x0D: put("\\r")
            default:
                put("\\u00")
                put(Self.hexadecimal(byte >> 4))
                put(Self.hexadecimal(byte & 15))
            }
            at += 1
            copied = at
        }
        put(source, from: copied, count: end - copied)
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x57 + digit }
}
