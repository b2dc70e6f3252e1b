import Diagnostics
import Tree

/// A report against the measure that it holds (https://hl7.org/fhir/R4/measurereport.html): groups, populations, scores.
extension Examination {
    mutating func measureReport(_ id: Tree.ID) {
        guard let url = text("measure", of: id), url.hasPrefix("#"),
            let measure = contained(url.dropFirst(), in: container(around: id)),
            tree.value(of: measure).elementsEqual("Measure".utf8)
        else { return }
        let wanted = children("group", of: measure)
        guard !wanted.isEmpty else { return }
        let groups = children("group", of: id)
        let scoring = child("scoring", of: measure).flatMap { codes(of: $0).first?.code }
        let isCollection = text("type", of: id) == "data-collection"
        for (group, own) in pairs(groups, wanted, in: id, what: "group") {
            let populations = children("population", of: group)
            _ = pairs(populations, children("population", of: own), in: group, what: "population")
            score(of: group, scoring: scoring, isCollection: isCollection)
        }
    }

    /// Each part of the report with the measure's part of its code; the only ones of either belong together.
    private mutating func pairs(
        _ parts: [Tree.ID], _ wanted: [Tree.ID], in parent: Tree.ID, what: String
    ) -> [(Tree.ID, Tree.ID)] {
        func key(_ part: Tree.ID) -> Set<Code>? { child("code", of: part).map { Set(codes(of: $0)) } }
        if parts.count == 1, wanted.count == 1 {
            let isSame = key(parts[0]).flatMap { own in key(wanted[0]).map { !own.isDisjoint(with: $0) } } ?? true
            if !isSame { report("measure-report", "the measure has no \(what) of this code", at: parts[0]) }
            return isSame ? [(parts[0], wanted[0])] : []
        }
        var found: [(Tree.ID, Tree.ID)] = []
        var met: Set<UInt32> = []
        for part in parts {
            guard let own = key(part) else {
                report("measure-report", "a \(what) needs the code that the measure gives it", at: part)
                continue
            }
            guard let match = wanted.first(where: { key($0).map { !own.isDisjoint(with: $0) } ?? false }) else {
                report("measure-report", "the measure has no \(what) of this code", at: part)
                continue
            }
            if !met.insert(match.rawValue).inserted {
                report("measure-report", "the \(what) stands twice", at: part)
            }
            found.append((part, match))
        }
        let isMissing = wanted.contains { part in
            !met.contains(part.rawValue) && !(key(part)?.contains { $0.code == "measure-observation" } ?? true)
        }
        if isMissing { report("measure-report", "a \(what) of the measure is missing", at: parent) }
        return found
    }

    private mutating func score(of group: Tree.ID, scoring: String?, isCollection: Bool) {
        let score = child("measureScore", of: group)
        if isCollection || scoring == "cohort" {
            if let score { report("measure-score", "a report of this kind has no score", at: score) }
            return
        }
        guard let scoring, ["proportion", "ratio", "continuous-variable", "composite"].contains(scoring) else { return }
        guard let score else {
            report("measure-score", "a measure of this scoring has a score", at: group, hint: scoring)
            return
        }
        guard let value = text("value", of: score).flatMap(Double.init) else {
            report("measure-score", "a score has a value", at: score)
            return
        }
        guard scoring == "proportion" else { return }
        if value < 0 || value > 1 { report("measure-score", "a proportion lies between 0 and 1", at: score) }
        for name: Name in ["unit", "system", "code"] where child(name, of: score) != nil {
            report("measure-score", "a proportion has no unit", at: score)
            break
        }
    }
}
