import Diagnostics
import Tree

/// A QuestionnaireResponse against its Questionnaire, when that is contained or in the same bundle
/// (https://hl7.org/fhir/R4/questionnaireresponse.html).
extension Examination {
    /// What enables an item is another item.
    mutating func questionnaire(_ id: Tree.ID) {
        var links: Set<String> = []
        var items: [Tree.ID] = []
        var pending = children("item", of: id)
        while let item = pending.popLast() {
            items.append(item)
            if let link = text("linkId", of: item) { links.insert(link) }
            pending += children("item", of: item)
        }
        for item in items {
            for condition in children("enableWhen", of: item) {
                guard let question = text("question", of: condition), let place = child("question", of: condition) else {
                    continue
                }
                if question == text("linkId", of: item) {
                    report("q-enable", "an item cannot enable itself", at: place)
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
        let isFinished = status == "completed" || status == "amended"
        items(of: id, asked: questionnaire, isFinished: isFinished, depth: 0)
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

    private mutating func items(of parent: Tree.ID, asked: Tree.ID, isFinished: Bool, depth: Int) {
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
            if place < last { report("qr-order", "the items stand in the order of the questionnaire", at: item) }
            last = max(last, place)
            answered[link, default: 0] += 1
            self.item(item, asked: questions[place], isFinished: isFinished, depth: depth)
        }
        for question in questions where isFinished {
            guard text("required", of: question) == "true", let link = text("linkId", of: question), answered[link] == nil,
                child("enableWhen", of: question) == nil, text("type", of: question) != "display"
            else { continue }
            report("qr-required", "a required item has no answer", at: parent, hint: "linkId \(link.prefix(40))")
        }
    }

    private mutating func item(_ item: Tree.ID, asked question: Tree.ID, isFinished: Bool, depth: Int) {
        let type = text("type", of: question) ?? ""
        let answers = children("answer", of: item)
        if type == "group" {
            if let first = answers.first { report("qr-answer", "a group has no answer of its own", at: first) }
            items(of: item, asked: question, isFinished: isFinished, depth: depth + 1)
            return
        }
        if type == "display" {
            if let first = answers.first { report("qr-answer", "a displayed text has no answer", at: first) }
            return
        }
        if answers.count > 1, text("repeats", of: question) != "true" {
            report("qr-answer", "only one answer is allowed", at: answers[1])
        }
        if isFinished, answers.isEmpty, text("required", of: question) == "true" {
            report("qr-required", "a required item has no answer", at: item)
        }
        for answer in answers {
            if let value = child("value", of: answer) {
                let allowed = Self.spellings[type] ?? []
                if !allowed.isEmpty, !allowed.contains(tree.name(of: value)) {
                    report("qr-answer", "the answer is not of the type that is asked for", at: value, hint: type)
                } else {
                    option(value, of: question, type: type)
                }
            }
            items(of: answer, asked: question, isFinished: isFinished, depth: depth + 1)
        }
    }

    /// A choice is one of its options, when they are listed.
    private mutating func option(_ value: Tree.ID, of question: Tree.ID, type: String) {
        let options = children("answerOption", of: question).compactMap { child("value", of: $0) }
        guard type == "choice" || type == "open-choice", !options.isEmpty, tree.name(of: value) == "valueCoding" else {
            return
        }
        let isListed = options.contains {
            tree.name(of: $0) == "valueCoding" && text("code", of: $0) == text("code", of: value)
                && text("system", of: $0) == text("system", of: value)
        }
        if !isListed, type == "choice" { report("qr-option", "the answer is not one of the options", at: value) }
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
