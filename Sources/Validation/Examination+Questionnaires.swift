import Diagnostics
import Tree

/// A QuestionnaireResponse against its Questionnaire, when that is contained or in the same bundle
/// (https://hl7.org/fhir/R4/questionnaireresponse.html).
extension Examination {
    /// What enables an item is another item.
    mutating func questionnaire(_ id: Tree.ID) {
        let items = nested("item", below: id)
        let links = Set(items.compactMap { text("linkId", of: $0) })
        for item in items {
            for condition in children("enableWhen", of: item) {
                guard let question = text("question", of: condition), let place = child("question", of: condition) else {
                    continue
                }
                if ([item] + nested("item", below: item)).contains(where: { text("linkId", of: $0) == question }) {
                    report("q-enable", "an item is not enabled by itself or what stands in it", at: place)
                } else if !links.contains(question) {
                    report("q-enable", "the questionnaire has no item with this linkId", at: place)
                }
            }
        }
    }

    mutating func questionnaireResponse(_ id: Tree.ID, scopes: BundleScopes) {
        guard let canonical = text("questionnaire", of: id),
            let questionnaire = questionnaire(canonical, for: id, scopes: scopes)
        else { return }
        let status = text("status", of: id) ?? ""
        let isFinished = status != "in-progress"
        let answers = Answers(response: id, questionnaire: questionnaire, isFinished: isFinished, self)
        items(of: id, asked: questionnaire, answers, depth: 0)
    }

    private func questionnaire(_ canonical: String, for id: Tree.ID, scopes: BundleScopes) -> Tree.ID? {
        func isWanted(_ resource: Tree.ID) -> Bool {
            isResource(resource) && tree.value(of: resource).elementsEqual("Questionnaire".utf8)
        }
        if canonical.hasPrefix("#") {
            return children("contained", of: id).first { isWanted($0) && text("id", of: $0) == String(canonical.dropFirst()) }
        }
        let url = canonical.prefix { $0 != "|" }
        guard let (scope, _) = scopes.scope(of: id, in: self) else { return nil }
        return scope.entries.first { entry in
            guard let resource = entry.resource, isWanted(resource) else { return false }
            return text("url", of: resource).map { $0 == url } ?? false
        }?.resource
    }

    private mutating func items(of parent: Tree.ID, asked: Tree.ID, _ answers: Answers, depth: Int) {
        guard depth < 40 else { return }
        let questions = children("item", of: asked)
        var places: [String: Int] = [:]
        for (place, question) in questions.enumerated() { text("linkId", of: question).map { places[$0] = place } }
        var answered: [String: Int] = [:]
        var last = -1
        for item in children("item", of: parent) {
            guard let link = text("linkId", of: item), let linkPlace = child("linkId", of: item) else { continue }
            guard let place = places[link] else {
                report("qr-item", "the questionnaire has no such item here", at: linkPlace)
                continue
            }
            let question = questions[place]
            if let words = text("text", of: item), words != text("text", of: question) ?? "",
                let wordsPlace = child("text", of: item)
            {
                report("qr-text", "the text is not the question's", at: wordsPlace)
            }
            if place < last { report("qr-order", "the items stand in the order of the questionnaire", at: item) }
            last = max(last, place)
            answered[link, default: 0] += 1
            if answered[link] == 2, text("repeats", of: question) != "true" {
                report("qr-repeat", "only one item with this linkId is allowed here", at: item)
            }
            if answers.isEnabled(question, in: self) == false {
                // What it holds needs no further look.
                if hasAnswer(item) { report("qr-enable", "the item has an answer, but is not enabled", at: item) }
                continue
            }
            self.item(item, asked: question, answers, depth: depth)
        }
        for question in questions where answers.isFinished {
            guard text("required", of: question) == "true", let link = text("linkId", of: question), answered[link] == nil,
                text("type", of: question) != "display", answers.isEnabled(question, in: self) == true
            else { continue }
            report("qr-required", "a required item has no answer", at: parent, hint: "linkId \(link.prefix(40))")
        }
    }

    private func hasAnswer(_ item: Tree.ID) -> Bool {
        ([item] + nested("item", below: item)).contains { child("answer", of: $0) != nil }
    }

    private mutating func item(_ item: Tree.ID, asked question: Tree.ID, _ asked: Answers, depth: Int) {
        let type = text("type", of: question) ?? ""
        let answers = children("answer", of: item)
        if type == "group" {
            if let first = answers.first { report("qr-answer", "a group has no answer of its own", at: first) }
            items(of: item, asked: question, asked, depth: depth + 1)
            return
        }
        if type == "display" {
            if let first = answers.first { report("qr-answer", "a displayed text has no answer", at: first) }
            return
        }
        if let inner = children("item", of: item).first {
            report("qr-item", "the items below a question stand in its answer", at: inner)
        }
        if answers.count > 1, text("repeats", of: question) != "true" {
            report("qr-answer", "only one answer is allowed", at: answers[1])
        }
        if asked.isFinished, answers.isEmpty, text("required", of: question) == "true" {
            report("qr-required", "a required item has no answer", at: item)
        }
        for answer in answers {
            if let value = child("value", of: answer) {
                let allowed = Self.spellings[type] ?? []
                if !allowed.isEmpty, !allowed.contains(tree.name(of: value)) {
                    report("qr-answer", "the answer is not of the type that is asked for", at: value, hint: type)
                } else {
                    option(value, of: question, type: type)
                    length(value, of: question)
                }
            }
            items(of: answer, asked: question, asked, depth: depth + 1)
        }
    }

    private mutating func length(_ value: Tree.ID, of question: Tree.ID) {
        guard let longest = text("maxLength", of: question).flatMap(Int.init), tree[value].kind == .string else { return }
        if tree.text(of: value).unicodeScalars.count > longest {
            report("qr-length", "the answer is longer than the question allows", at: value, hint: "maxLength \(longest)")
        }
    }

    /// A choice is one of its options, when they are listed here or in a value set that the questionnaire contains.
    private mutating func option(_ value: Tree.ID, of question: Tree.ID, type: String) {
        guard type == "choice" || (type == "open-choice" && tree.name(of: value) != "valueString") else { return }
        let name = tree.name(of: value)
        let options = children("answerOption", of: question).compactMap { child("value", of: $0) }
        guard !options.isEmpty else {
            guard name == "valueCoding", let codes = listed(text("answerValueSet", of: question), from: question) else {
                return
            }
            let own = "\(text("system", of: value) ?? "")|\(text("code", of: value) ?? "")"
            if !codes.contains(own) {
                report(
                    "qr-option", "the answer is not one of the options", at: value,
                    severity: type == "choice" ? .error : .warning)
            }
            return
        }
        let isListed = options.contains {
            guard tree.name(of: $0) == name else { return false }
            if name != "valueCoding" {
                return isPrimitive($0) && isPrimitive(value) ? tree.text(of: $0) == tree.text(of: value) : true
            }
            return text("code", of: $0) == text("code", of: value) && text("system", of: $0) == text("system", of: value)
        }
        if !isListed, type == "choice" { report("qr-option", "the answer is not one of the options", at: value) }
    }

    /// The codes of a contained value set, `system|code`; nil unless it lists them one by one.
    private func listed(_ canonical: String?, from question: Tree.ID) -> Set<String>? {
        guard let canonical, canonical.hasPrefix("#") else { return nil }
        let place = container(around: question)
        let found = (children("contained", of: place) + children("contained", of: resource(around: question))).first {
            tree.value(of: $0).elementsEqual("ValueSet".utf8) && text("id", of: $0) == String(canonical.dropFirst())
        }
        guard let found else { return nil }
        if let expansion = child("expansion", of: found) { return expanded(expansion) }
        guard let compose = child("compose", of: found), child("exclude", of: compose) == nil else { return nil }
        var codes: Set<String> = []
        for include in children("include", of: compose) {
            guard let system = text("system", of: include), child("filter", of: include) == nil,
                child("valueSet", of: include) == nil
            else { return nil }
            let concepts = children("concept", of: include).compactMap { text("code", of: $0) }
            if concepts.isEmpty { return nil }
            for code in concepts { codes.insert("\(system)|\(code)") }
        }
        return codes.isEmpty ? nil : codes
    }

    /// The codes of an expansion, at whatever depth.
    private func expanded(_ expansion: Tree.ID) -> Set<String>? {
        let codes = nested("contains", below: expansion).compactMap { item in
            text("code", of: item).map { "\(text("system", of: item) ?? "")|\($0)" }
        }
        return codes.isEmpty ? nil : Set(codes)
    }

    private static let spellings: [String: Set<String>] = [
        "boolean": ["valueBoolean"], "decimal": ["valueDecimal", "valueInteger"], "integer": ["valueInteger"],
        "date": ["valueDate"], "dateTime": ["valueDateTime"], "time": ["valueTime"], "string": ["valueString"],
        "text": ["valueString"], "url": ["valueUri"], "attachment": ["valueAttachment"], "reference": ["valueReference"],
        "quantity": ["valueQuantity"],
        "choice": ["valueCoding", "valueInteger", "valueDate", "valueTime", "valueString", "valueReference"],
        "open-choice": ["valueCoding", "valueString", "valueInteger", "valueDate", "valueTime", "valueReference"],
    ]
}
