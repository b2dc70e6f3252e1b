/// What an expression reads, found by its words: HL7 v2 terms, variables, texts, tables.
struct SourceTerms {
    /// `PID-3`, `PID-3.4.1`, `CX.4.1`, `NK1`; repetitions and segment counts are left out.
    var sources: Set<String> = []
    var variables: Set<String> = []
    var texts: Set<String> = []

    init(_ expression: String) {
        let bytes = Array(expression.utf8)
        var at = 0
        func isWord(_ index: Int) -> Bool {
            guard bytes.indices.contains(index) else { return false }
            let byte = bytes[index]
            return byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A || byte == 0x5F
        }
        func isDigit(_ index: Int) -> Bool { bytes.indices.contains(index) && bytes[index] >= 0x30 && bytes[index] <= 0x39 }
        /// `[2]`
        func repetition(_ index: Int) -> Int {
            var end = index
            guard bytes.indices.contains(end), bytes[end] == 0x5B, isDigit(end + 1) else { return index }
            end += 1
            while isDigit(end) { end += 1 }
            return bytes.indices.contains(end) && bytes[end] == 0x5D ? end + 1 : index
        }
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x27 {
                var text: [UInt8] = []
                at += 1
                while at < bytes.count, bytes[at] != 0x27 {
                    if bytes[at] == 0x5C, at + 1 < bytes.count { at += 1 }
                    text.append(bytes[at])
                    at += 1
                }
                at += 1
                texts.insert(String(decoding: text, as: UTF8.self))
                continue
            }
            guard isWord(at) else {
                at += 1
                continue
            }
            let isVariable = at > 0 && bytes[at - 1] == 0x25
            let start = at
            while isWord(at) { at += 1 }
            let word = String(decoding: bytes[start..<at], as: UTF8.self)
            if isVariable {
                variables.insert(word)
                continue
            }
            guard (2...3).contains(word.count), word.first!.isUppercase, word.allSatisfy({ $0.isUppercase || $0.isNumber })
            else {
                continue
            }
            var name = word
            var end = repetition(at)
            if bytes.indices.contains(end), bytes[end] == 0x2D, isDigit(end + 1) {
                end += 1
                let digits = end
                while isDigit(end) { end += 1 }
                name += "-" + String(decoding: bytes[digits..<end], as: UTF8.self)
                end = repetition(end)
            }
            while bytes.indices.contains(end), bytes[end] == 0x2E, isDigit(end + 1) {
                let dot = end
                end += 1
                while isDigit(end) { end += 1 }
                name += String(decoding: bytes[dot..<end], as: UTF8.self)
            }
            at = end
            sources.insert(name)
        }
    }
}
