import Tree

/// What was answered in a QuestionnaireResponse, by linkId, and which questions that enables.
struct Answers {
    let isFinished: Bool
    /// The values given to each linkId, wherever its item stands.
    private var values: [String: [Tree.ID]] = [:]
    /// The linkIds whose items stand several times: which of them enables an item depends on the place.
    private var ambiguous: Set<String> = []
    /// The question that each question stands below.
    private var parents: [Tree.ID: Tree.ID] = [:]

    init(response: Tree.ID, questionnaire: Tree.ID, isFinished: Bool, _ examination: Examination) {
        self.isFinished = isFinished
        var seen: Set<String> = []
        var pending = examination.children("item", of: response)
        while let item = pending.popLast() {
            let answers = examination.children("answer", of: item)
            pending += examination.children("item", of: item) + answers.flatMap { examination.children("item", of: $0) }
            guard let link = examination.text("linkId", of: item) else { continue }
            if !seen.insert(link).inserted { ambiguous.insert(link) }
            values[link, default: []] += answers.compactMap { examination.child("value", of: $0) }
        }
        pending = examination.children("item", of: questionnaire)
        while let question = pending.popLast() {
            for inner in examination.children("item", of: question) {
                parents[inner] = question
                pending.append(inner)
            }
        }
    }

    /// Whether the conditions of a question hold, and of those above it; nil when that cannot be told.
    func isEnabled(_ question: Tree.ID, in examination: Examination) -> Bool? {
        var answer: Bool? = true
        var current: Tree.ID? = question
        while let id = current {
            switch isEnabled(alone: id, in: examination) {
            case true?: break
            case false?: return false
            case nil: answer = nil
            }
            current = parents[id]
        }
        return answer
    }

    private func isEnabled(alone question: Tree.ID, in examination: Examination) -> Bool? {
        let conditions = examination.children("enableWhen", of: question)
        guard !conditions.isEmpty else { return true }
        let findings = conditions.map { holds($0, in: examination) }
        if examination.text("enableBehavior", of: question) == "any" {
            return findings.contains(true) ? true : findings.contains(nil) ? nil : false
        }
        if conditions.count > 1, examination.text("enableBehavior", of: question) == nil { return nil }
        return findings.contains(false) ? false : findings.contains(nil) ? nil : true
    }

    private func holds(_ condition: Tree.ID, in examination: Examination) -> Bool? {
        guard let link = examination.text("question", of: condition), !ambiguous.contains(link),
            let wanted = examination.child("answer", of: condition)
        else { return nil }
        let given = values[link] ?? []
        let sign = examination.text("operator", of: condition) ?? ""
        if sign == "exists" { return examination.tree.text(of: wanted) == (given.isEmpty ? "false" : "true") }
        // What is not answered enables nothing, not even by being different.
        if given.isEmpty { return false }
        let findings = given.map { compare($0, sign, wanted, in: examination) }
        return findings.contains(true) ? true : findings.contains(nil) ? nil : false
    }

    private func compare(_ given: Tree.ID, _ sign: String, _ wanted: Tree.ID, in examination: Examination) -> Bool? {
        guard examination.isPrimitive(given), examination.isPrimitive(wanted) else {
            guard sign == "=" || sign == "!=", examination.shape(of: given) == .coding, examination.shape(of: wanted) == .coding
            else { return nil }
            let isSame =
                examination.text("code", of: given) == examination.text("code", of: wanted)
                && examination.text("system", of: given) == examination.text("system", of: wanted)
            return isSame == (sign == "=")
        }
        let one = examination.tree.text(of: given)
        let other = examination.tree.text(of: wanted)
        if let left = Double(one), let right = Double(other) { return Self.judge(left, sign, right) }
        if sign == "=" || sign == "!=" { return (one == other) == (sign == "=") }
        // Dates and times of one precision stand in the order of their texts.
        return one.utf8.count == other.utf8.count ? Self.judge(one, sign, other) : nil
    }

    private static func judge<Value: Comparable>(_ left: Value, _ sign: String, _ right: Value) -> Bool? {
        switch sign {
        case "=": left == right
        case "!=": left != right
        case ">": left > right
        case "<": left < right
        case ">=": left >= right
        case "<=": left <= right
        default: nil
        }
    }
}
