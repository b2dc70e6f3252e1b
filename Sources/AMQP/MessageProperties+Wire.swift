import CRabbitMQ
import Diagnostics
import Glibc

extension MessageProperties {
    init(wire p: amqp_basic_properties_t) {
        self.init()
        let flags = p._flags
        func text(_ flag: Int32, _ value: amqp_bytes_t) -> String? {
            flags & amqp_flags_t(flag) != 0 ? String(wire: value) : nil
        }
        messageID = text(AMQP_BASIC_MESSAGE_ID_FLAG, p.message_id)
        correlationID = text(AMQP_BASIC_CORRELATION_ID_FLAG, p.correlation_id)
        contentType = text(AMQP_BASIC_CONTENT_TYPE_FLAG, p.content_type)
        contentEncoding = text(AMQP_BASIC_CONTENT_ENCODING_FLAG, p.content_encoding)
        type = text(AMQP_BASIC_TYPE_FLAG, p.type)
        applicationID = text(AMQP_BASIC_APP_ID_FLAG, p.app_id)
        userID = text(AMQP_BASIC_USER_ID_FLAG, p.user_id)
        replyTo = text(AMQP_BASIC_REPLY_TO_FLAG, p.reply_to)
        if flags & amqp_flags_t(AMQP_BASIC_TIMESTAMP_FLAG) != 0 { timestamp = p.timestamp }
        if flags & amqp_flags_t(AMQP_BASIC_HEADERS_FLAG) != 0 {
            for entry in UnsafeBufferPointer(start: p.headers.entries, count: Int(p.headers.num_entries)) {
                headers[String(wire: entry.key)] = HeaderValue(wire: entry.value)
            }
        }
    }

    /// An upper bound of the encoded header frame. A frame larger than the connection's would poison the connection.
    var encodedBound: Int {
        var size = 64
        for text in [messageID, correlationID, contentType, contentEncoding, type, applicationID, userID, replyTo] {
            size += (text?.utf8.count ?? 0) + 1
        }
        for (key, value) in headers {
            size += key.utf8.count + 16
            switch value {
            case .string(let text): size += text.utf8.count
            case .bytes(let bytes): size += bytes.count
            case .integer, .boolean, .double, .timestamp, .nested: break
            }
        }
        return size
    }

    /// What keeps these properties from being sent, if anything.
    func problem(frameMax: Int) -> Diagnostic? {
        let short: [(String, String?)] = [
            ("message id", messageID), ("correlation id", correlationID), ("content type", contentType),
            ("content encoding", contentEncoding), ("type", type), ("application id", applicationID), ("user id", userID),
            ("reply-to", replyTo),
        ]
        for (name, text) in short where (text?.utf8.count ?? 0) > 255 {
            return Diagnostic(code: "message-property-long", "the message's \(name) is longer than AMQP's 255 bytes")
        }
        if headers.keys.contains(where: { $0.utf8.count > 128 }) {
            return Diagnostic(code: "message-property-long", "a header's name is longer than AMQP's 128 bytes")
        }
        guard encodedBound + 128 < frameMax else {
            return Diagnostic(
                code: "message-headers-large",
                "the message's headers need up to \(encodedBound) bytes; the connection's frames hold \(frameMax)",
                hint: "put large values into the body")
        }
        return nil
    }

    /// The properties as the library wants them; everything lives in `pool`.
    func wire(_ pool: inout amqp_pool_t, number: UInt64) -> amqp_basic_properties_t {
        var p = amqp_basic_properties_t()
        var flags = AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_HEADERS_FLAG
        p.delivery_mode = UInt8(AMQP_DELIVERY_PERSISTENT.rawValue)
        if let messageID { (p.message_id, flags) = (pool.bytes(messageID), flags | AMQP_BASIC_MESSAGE_ID_FLAG) }
        if let correlationID { (p.correlation_id, flags) = (pool.bytes(correlationID), flags | AMQP_BASIC_CORRELATION_ID_FLAG) }
        if let contentType { (p.content_type, flags) = (pool.bytes(contentType), flags | AMQP_BASIC_CONTENT_TYPE_FLAG) }
        if let contentEncoding {
            (p.content_encoding, flags) = (pool.bytes(contentEncoding), flags | AMQP_BASIC_CONTENT_ENCODING_FLAG)
        }
        if let type { (p.type, flags) = (pool.bytes(type), flags | AMQP_BASIC_TYPE_FLAG) }
        if let applicationID { (p.app_id, flags) = (pool.bytes(applicationID), flags | AMQP_BASIC_APP_ID_FLAG) }
        if let userID { (p.user_id, flags) = (pool.bytes(userID), flags | AMQP_BASIC_USER_ID_FLAG) }
        if let replyTo { (p.reply_to, flags) = (pool.bytes(replyTo), flags | AMQP_BASIC_REPLY_TO_FLAG) }
        if let timestamp { (p.timestamp, flags) = (timestamp, flags | AMQP_BASIC_TIMESTAMP_FLAG) }
        p.headers = pool.table(headers, number: number)
        p._flags = amqp_flags_t(flags)
        return p
    }
}

extension HeaderValue {
    init(wire value: amqp_field_value_t) {
        switch UInt32(value.kind) {
        case AMQP_FIELD_KIND_UTF8.rawValue: self = .string(String(wire: value.value.bytes))
        case AMQP_FIELD_KIND_BOOLEAN.rawValue: self = .boolean(value.value.boolean != 0)
        case AMQP_FIELD_KIND_I8.rawValue: self = .integer(Int64(value.value.i8))
        case AMQP_FIELD_KIND_U8.rawValue: self = .integer(Int64(value.value.u8))
        case AMQP_FIELD_KIND_I16.rawValue: self = .integer(Int64(value.value.i16))
        case AMQP_FIELD_KIND_U16.rawValue: self = .integer(Int64(value.value.u16))
        case AMQP_FIELD_KIND_I32.rawValue: self = .integer(Int64(value.value.i32))
        case AMQP_FIELD_KIND_U32.rawValue: self = .integer(Int64(value.value.u32))
        case AMQP_FIELD_KIND_I64.rawValue: self = .integer(value.value.i64)
        case AMQP_FIELD_KIND_U64.rawValue: self = .integer(Int64(clamping: value.value.u64))
        case AMQP_FIELD_KIND_F32.rawValue: self = .double(Double(value.value.f32))
        case AMQP_FIELD_KIND_F64.rawValue: self = .double(value.value.f64)
        case AMQP_FIELD_KIND_TIMESTAMP.rawValue: self = .timestamp(value.value.u64)
        case AMQP_FIELD_KIND_BYTES.rawValue:
            let bytes = value.value.bytes
            self = .bytes([UInt8](UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len)))
        default: self = .nested
        }
    }
}

/// The library's pool as the place where what is encoded lives until the call is done.
extension amqp_pool_t {
    mutating func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { copy(UnsafeRawBufferPointer($0)) }
    }

    mutating func copy(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
        guard source.count > 0, let memory = amqp_pool_alloc(&self, source.count) else { return amqp_empty_bytes }
        memory.copyMemory(from: source.baseAddress!, byteCount: source.count)
        return amqp_bytes_t(len: source.count, bytes: memory)
    }

    /// A table with one free value more when `number` is given: the publish's own.
    mutating func table(_ headers: [String: HeaderValue], number: UInt64? = nil) -> amqp_table_t {
        var entries = headers.map { ($0.key, $0.value) }
        if let number { entries.append((DeliveryAssembler.numberHeader, .integer(Int64(clamping: number)))) }
        return table(entries)
    }

    mutating func table(_ entries: [(String, HeaderValue)]) -> amqp_table_t {
        let size = MemoryLayout<amqp_table_entry_t>.stride * entries.count
        guard !entries.isEmpty, let memory = amqp_pool_alloc(&self, size) else { return amqp_empty_table }
        let slots = memory.bindMemory(to: amqp_table_entry_t.self, capacity: entries.count)
        for (index, (key, value)) in entries.enumerated() {
            slots[index] = amqp_table_entry_t(key: bytes(key), value: field(value))
        }
        return amqp_table_t(num_entries: Int32(entries.count), entries: slots)
    }

    private mutating func field(_ value: HeaderValue) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        func kind(_ kind: amqp_field_value_kind_t) { field.kind = UInt8(kind.rawValue) }
        switch value {
        case .string(let text):
            kind(AMQP_FIELD_KIND_UTF8)
            field.value.bytes = bytes(text)
        case .integer(let number):
            kind(AMQP_FIELD_KIND_I64)
            field.value.i64 = number
        case .boolean(let flag):
            kind(AMQP_FIELD_KIND_BOOLEAN)
            field.value.boolean = flag ? 1 : 0
        case .double(let number):
            kind(AMQP_FIELD_KIND_F64)
            field.value.f64 = number
        case .timestamp(let seconds):
            kind(AMQP_FIELD_KIND_TIMESTAMP)
            field.value.u64 = seconds
        case .bytes(let bytes):
            kind(AMQP_FIELD_KIND_BYTES)
            field.value.bytes = bytes.withUnsafeBytes { copy($0) }
        case .nested:
            // An empty table: what was nested was never read.
            kind(AMQP_FIELD_KIND_TABLE)
            field.value.table = amqp_empty_table
        }
        return field
    }
}
