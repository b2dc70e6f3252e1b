import Diagnostics

extension Program {
    /// String functions. Positions count characters from zero, as FHIRPath says.
    func text(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        if call.builtin == .join { return try joined(call, input, &context) }
        guard let text = try string(input, at: places[Int(call.index)], &context) else { return .none }
        try spend(text.utf8.count / 32, at: call.index, &context)
        switch call.builtin {
        case .length: return .integer(text.count)
        case .upper: return .string(text.uppercased())
        case .lower: return .string(text.lowercased())
        case .trim: return .string(String(text.trimmed))
        case .toChars:
            try spend(items: text.count, at: call.index, &context)
            return Items(text.map { .string(String($0)) })
        case .substring: return try substring(text, call, &context)
        default: break
        }
        guard let part = try string(call, 0, &context) else { return .none }
        try spend(text.utf8.count / 8 + part.utf8.count / 8, at: call.index, &context)
        switch call.builtin {
        case .indexOf:
            if part.isEmpty { return .integer(0) }
            return .integer(text.firstOffset(of: part) ?? -1)
        case .lastIndexOf:
            if part.isEmpty { return .integer(text.count) }
            return .integer(text.offsets(of: part).last ?? -1)
        case .startsWith: return .boolean(text.hasPrefix(part))
        case .endsWith: return .boolean(text.hasSuffix(part))
        case .contains: return .boolean(part.isEmpty || text.firstOffset(of: part) != nil)
        case .replace:
            guard let substitution = try string(call, 1, &context) else { return .none }
            let result = try replaced(text, part, substitution, call, &context)
            return .string(result)
        case .split:
            if part.isEmpty { return Items(text.map { .string(String($0)) }) }
            let parts = text.components(separatedBy: part)
            try spend(items: parts.count, bytes: text.utf8.count, at: call.index, &context)
            return Items(parts.map { .string($0) })
        case .encode, .decode, .escape, .unescape:
            guard let result = try recoded(text, call.builtin, part, call.index) else { return .none }
            try spend(items: 1, bytes: result.utf8.count, at: call.index, &context)
            return .string(result)
        default: return .none
        }
    }

    private func joined(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        guard !input.isEmpty else { return .none }
        let separator = call.count > 0 ? try string(call, 0, &context) ?? "" : ""
        var result = ""
        for (position, item) in input.enumerated() {
            guard let text = try string(.one(item), at: places[Int(call.index)], &context) else { continue }
            if position > 0 { result += separator }
            result += text
            try spend(items: 0, bytes: text.utf8.count + separator.utf8.count, at: call.index, &context)
        }
        return .string(result)
    }

    private func substring(_ text: String, _ call: Call, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        guard let start = try integer(call, 0, &context) else { return .none }
        guard start >= 0, let from = text.index(text.startIndex, offsetBy: start, limitedBy: text.endIndex),
            from < text.endIndex
        else { return .none }
        guard call.count > 1, let length = try integer(call, 1, &context) else { return .string(String(text[from...])) }
        guard length > 0 else { return .string("") }
        return .string(String(text[from...].prefix(length)))
    }

    private func replaced(
        _ text: String, _ part: String, _ substitution: String, _ call: Call, _ context: inout EvaluationContext
    ) throws(Diagnostic) -> String {
        if part.isEmpty {
            // Around every character.
            try spend(items: 1, bytes: text.utf8.count + (text.count + 1) * substitution.utf8.count, at: call.index, &context)
            return substitution + text.map { String($0) + substitution }.joined()
        }
        let parts = text.components(separatedBy: part)
        try spend(items: parts.count, bytes: text.utf8.count + parts.count * substitution.utf8.count, at: call.index, &context)
        return parts.joined(separator: substitution)
    }

    private func recoded(
        _ text: String, _ builtin: Builtin, _ format: String, _ index: Int32
    ) throws(Diagnostic) -> String? {
        switch (builtin, format) {
        case (.encode, "hex"): return Recoding.hex(text.utf8)
        case (.decode, "hex"): return Recoding.fromHex(text)
        case (.encode, "base64"): return Recoding.base64(text.utf8, url: false)
        case (.encode, "urlbase64"): return Recoding.base64(text.utf8, url: true)
        case (.decode, "base64"), (.decode, "urlbase64"): return Recoding.fromBase64(text)
        case (.escape, "html"): return Recoding.escapeHTML(text)
        case (.unescape, "html"): return Recoding.unescapeHTML(text)
        case (.escape, "json"): return Recoding.escapeJSON(text)
        case (.unescape, "json"): return Recoding.unescapeJSON(text)
        default:
            let formats = builtin == .encode || builtin == .decode ? "'hex', 'base64' or 'urlbase64'" : "'html' or 'json'"
            throw error("F113", "\(builtin.rawValue) does not know this format", at: index, hint: formats)
        }
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: Substring {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }

    /// Byte offsets of a part that is not empty; found parts do not overlap.
    private func byteOffsets(of part: String, onlyFirst: Bool = false, overlapping: Bool = false) -> [Int] {
        let text = Array(utf8)
        let wanted = Array(part.utf8)
        guard !wanted.isEmpty, text.count >= wanted.count else { return [] }
        var found: [Int] = []
        var offset = 0
        while offset + wanted.count <= text.count {
            if text[offset] == wanted[0], text[offset..<offset + wanted.count].elementsEqual(wanted) {
                found.append(offset)
                if onlyFirst { return found }
                offset += overlapping ? 1 : wanted.count
            } else {
                offset += 1
            }
        }
        return found
    }

    private func characters(before offset: Int) -> Int {
        let index = utf8.index(utf8.startIndex, offsetBy: offset)
        return self[..<index].count
    }

    func firstOffset(of part: String) -> Int? { byteOffsets(of: part, onlyFirst: true).first.map { characters(before: $0) } }

    func offsets(of part: String) -> [Int] {
        byteOffsets(of: part, overlapping: true).suffix(1).map { characters(before: $0) }
    }

    func components(separatedBy separator: String) -> [String] {
        let text = Array(utf8)
        let length = separator.utf8.count
        var parts: [String] = []
        var start = 0
        for offset in byteOffsets(of: separator) {
            parts.append(String(decoding: text[start..<offset], as: UTF8.self))
            start = offset + length
        }
        parts.append(String(decoding: text[start...], as: UTF8.self))
        return parts
    }
}
