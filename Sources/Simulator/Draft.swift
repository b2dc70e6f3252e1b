import Canonical

/// An HL7 v2 message while it is written: bytes, appended in order.
struct Draft {
    /// What every message of one moment shares.
    struct Context {
        var time: SimulatedTime
        var controlNumber: Int
        var processingID: String
    }

    let trust: SimulatedTrust
    let context: Context
    var bytes: [UInt8] = []
    var dialect: Dialect { trust.dialect }

    init(trust: SimulatedTrust, context: Context) {
        self.trust = trust
        self.context = context
        bytes.reserveCapacity(1536)
    }

    func message(_ truth: Truth) -> SimulatedMessage {
        SimulatedMessage(feed: trust.feed, body: separated(), truth: truth)
    }

    /// The bytes with the trust's separators; a Draft is written with the usual ones.
    private func separated() -> [UInt8] {
        guard dialect.separators == .swapped else { return bytes }
        return bytes.map { $0 == 0x5E ? 0x7E : $0 == 0x7E ? 0x5E : $0 }
    }

    // MARK: pieces

    @inline(__always)
    mutating func text(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Text that may have letters beyond ASCII, in the trust's character set.
    mutating func name(_ name: String) {
        guard dialect.characters != .utf8 else { return text(name) }
        for scalar in name.unicodeScalars { bytes.append(scalar.value < 256 ? UInt8(scalar.value) : 0x3F) }
    }

    mutating func number(_ value: Int, width: Int = 1) {
        var power = 1
        var digits = 1
        while value / power >= 10 {
            power *= 10
            digits += 1
        }
        for _ in 0..<Swift.max(0, width - digits) { bytes.append(0x30) }
        while power > 0 {
            bytes.append(0x30 + UInt8(value / power % 10))
            power /= 10
        }
    }

    /// `20160301073000`, as the trust writes times.
    mutating func time(_ time: SimulatedTime) {
        date(time)
        number(time.hour, width: 2)
        number(time.minute, width: 2)
        if dialect.times == .minutes { return }
        number(time.second, width: 2)
        if dialect.times == .offset { text(time.isSummer ? "+0100" : "+0000") }
    }

    /// `20160301`
    mutating func date(_ time: SimulatedTime) {
        number(time.year, width: 4)
        number(time.month, width: 2)
        number(time.day, width: 2)
    }

    mutating func end() { bytes.append(0x0D) }

    /// Empty fields: so many separators.
    @inline(__always)
    mutating func skip(_ count: Int) { for _ in 0..<count { bytes.append(0x7C) } }

    // MARK: header

    mutating func header(_ type: String, _ event: String, structure: String, version: String? = nil, control: Int? = nil) {
        text("MSH|^~\\&|")
        text(dialect.application)
        text("|")
        text(dialect.facility ?? trust.ods)
        text("|HUB|WMGMC|")
        time(context.time)
        text("||")
        text(type)
        text("^")
        text(event)
        if dialect.namesStructure {
            text("^")
            text(structure)
        }
        text("|")
        text(trust.ods)
        number(control ?? context.controlNumber, width: 8)
        text("|")
        text(context.processingID)
        text("|")
        text(version ?? dialect.version)
        text("|||AL|NE|GBR")
        if dialect.characters == .latin1 { text("|8859/1") }
        end()
    }

    mutating func recorded(_ event: String) {
        text("EVN|")
        text(event)
        text("|")
        time(context.time)
        end()
    }
}
