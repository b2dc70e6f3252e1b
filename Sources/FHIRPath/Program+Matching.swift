import Diagnostics

extension Program {
    /// `matches`, `matchesFull` and `replaceMatches` with a pattern that is ready.
    func match(
        _ builtin: Builtin, _ pattern: Pattern, _ input: Items, _ operands: Range<Int32>, _ frame: Frame, _ index: Int32,
        _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Items {
        guard let text = try string(input, at: places[Int(index)], &context) else { return .none }
        let call = Call(builtin: builtin, operands: operands, frame: frame, index: index)
        var pattern = pattern
        let flagPlace = builtin == .replaceMatches ? 2 : 1
        if call.count > flagPlace, let flags = try string(call, flagPlace, &context) {
            pattern.ignoresCase = flags.contains("i")
            pattern.isMultiline = flags.contains("m")
        }
        let scalars = text.unicodeScalars.map(\.value)
        do {
            guard builtin == .replaceMatches else {
                let whole = builtin == .matchesFull
                return .boolean(
                    try pattern.firstMatch(in: scalars, from: 0, whole: whole, steps: &context.budget.steps) != nil)
            }
        } catch {
            throw self.error("F190", "the regular expression takes more steps than it may", at: index)
        }
        guard let substitution = try string(call, 1, &context) else { return .none }
        if pattern.isEmpty { return .string(text) }
        return .string(try replaced(scalars, pattern, Array(substitution.unicodeScalars), index, &context))
    }

    private func replaced(
        _ text: [UInt32], _ pattern: Pattern, _ substitution: [Unicode.Scalar], _ index: Int32,
        _ context: inout EvaluationContext
    ) throws(Diagnostic) -> String {
        var result = String.UnicodeScalarView()
        func add(_ range: Range<Int>) {
            for value in text[range] { if let scalar = Unicode.Scalar(value) { result.append(scalar) } }
        }
        var position = 0
        while position <= text.count {
            let match: [Range<Int>?]?
            do {
                match = try pattern.firstMatch(in: text, from: position, whole: false, steps: &context.budget.steps)
            } catch {
                throw self.error("F190", "the regular expression takes more steps than it may", at: index)
            }
            guard let groups = match, let whole = groups[0] else { break }
            add(position..<whole.lowerBound)
            var offset = 0
            while offset < substitution.count {
                let scalar = substitution[offset]
                offset += 1
                if scalar == "\\", offset < substitution.count {
                    result.append(substitution[offset])
                    offset += 1
                } else if scalar == "$", let (group, length) = reference(substitution[offset...], pattern) {
                    offset += length
                    if let range = groups[group] { add(range) }
                } else {
                    result.append(scalar)
                }
            }
            try spend(items: 0, bytes: whole.count + substitution.count + 1, at: index, &context)
            if whole.isEmpty {
                if whole.lowerBound < text.count { add(whole.lowerBound..<whole.lowerBound + 1) }
                position = whole.lowerBound + 1
            } else {
                position = whole.upperBound
            }
        }
        if position < text.count { add(position..<text.count) }
        return String(result)
    }

    /// `1` or `{name}` after a dollar: the group and how much was read.
    private func reference(_ text: ArraySlice<Unicode.Scalar>, _ pattern: Pattern) -> (group: Int, length: Int)? {
        guard let first = text.first else { return nil }
        if first == "{", let end = text.firstIndex(of: "}") {
            let name = String(String.UnicodeScalarView(text[text.startIndex + 1..<end]))
            guard let group = pattern.groupNames[name] ?? Int(name), group >= 0, group <= pattern.groupCount else { return nil }
            return (group, end - text.startIndex + 1)
        }
        guard first.value >= 0x30, first.value <= 0x39 else { return nil }
        let group = Int(first.value - 0x30)
        return group <= pattern.groupCount ? (group, 1) : nil
    }
}
