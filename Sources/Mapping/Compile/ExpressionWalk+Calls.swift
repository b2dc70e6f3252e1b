import Diagnostics
import FHIRPath
import Tree
import YAML

// Functions and operators that run on bytes; whatever is not here becomes a program.
extension ExpressionWalk {
    mutating func call(
        _ target: Expression.ID?, _ function: String, _ arguments: [Expression.ID], _ id: Expression.ID
    ) -> TypedEvaluation {
        let node = expression[id]
        switch function {
        case "identity": return identity(arguments, node)
        case "idOf": return idOf(arguments, node)
        case "namespace": return namespace(target, arguments, node)
        case "translate": return translate(target, arguments, node)
        case "iif" where target == nil && (2...3).contains(arguments.count): return iif(arguments, id)
        case "where" where target != nil && arguments.count == 1:
            return lambda(target!, arguments[0], id) { .filter($0, $1) }
        case "select" where target != nil && arguments.count == 1:
            return lambda(target!, arguments[0], id, select: true) { .select($0, $1) }
        case "exists" where target != nil && arguments.count == 1 && scope.isHL7:
            var found = lambda(target!, arguments[0], id) { .any($0, $1) }
            (found.type, found.isMany, found.dataTypes, found.codes) = (.boolean, false, [], [])
            return found
        default: break
        }
        if let index = compiler.functionIndex(function) {
            let input = target.map { typed($0) } ?? selfReference()
            if !arguments.isEmpty {
                error("M121", "\(function)() takes no argument", at: node.focus, hint: compiler.functions[index].signature)
            }
            check(text: input, of: target, for: "\(function)()", node)
            checkReadable(input, target, by: compiler.functions[index], node)
            let result = compiler.functions[index].result
            return TypedEvaluation(
                evaluation: .convert(index, input.evaluation), type: result, isMany: input.isMany, path: input.path)
        }
        guard let target else { return general(id, type: builtinType(function), isMany: true) }
        let base = { (walk: inout ExpressionWalk) in walk.typed(target) }
        switch (function, arguments.count) {
        case ("exists", 0):
            let input = base(&self)
            return TypedEvaluation(evaluation: .exists(input.evaluation, negated: false), type: .boolean, isMany: false)
        case ("empty", 0):
            let input = base(&self)
            return TypedEvaluation(evaluation: .exists(input.evaluation, negated: true), type: .boolean, isMany: false)
        case ("not", 0):
            let input = base(&self)
            guard input.type == .boolean else { return general(id, type: .boolean) }
            return TypedEvaluation(evaluation: .not(input.evaluation), type: .boolean, isMany: false)
        case ("first", 0):
            let input = base(&self)
            return TypedEvaluation(
                evaluation: .first(input.evaluation), type: input.type, isMany: false, dataTypes: input.dataTypes,
                codes: input.codes)
        case ("last", 0):
            let input = base(&self)
            return TypedEvaluation(
                evaluation: .last(input.evaluation), type: input.type, isMany: false, dataTypes: input.dataTypes,
                codes: input.codes)
        case ("trim", 0):
            let input = base(&self)
            guard isText(input.type), !input.isMany else { return general(id, type: .text, isMany: false) }
            return TypedEvaluation(evaluation: .trim(input.evaluation), type: .text, isMany: false)
        case ("distinct", 0) where scope.isHL7:
            let input = base(&self)
            guard isText(input.type) else { return general(id, isMany: true) }
            return TypedEvaluation(evaluation: .distinct(input.evaluation), type: .text, isMany: true)
        case ("combine", 1):
            let first = base(&self)
            let second = typed(arguments[0])
            return TypedEvaluation(
                evaluation: .both(first.evaluation, second.evaluation), type: common(first.type, second.type), isMany: true,
                isConstant: first.isConstant && second.isConstant)
        case ("replace", 2):
            let input = base(&self)
            guard isText(input.type), !input.isMany, case .literal(.string(let old)) = expression[arguments[0]].kind,
                case .literal(.string(let new)) = expression[arguments[1]].kind, !old.isEmpty
            else { return general(id, type: .text) }
            return TypedEvaluation(
                evaluation: .replace(input.evaluation, Array(old.utf8), Array(new.utf8)), type: .text, isMany: false)
        case ("join", 1):
            let input = base(&self)
            guard isText(input.type), case .literal(.string(let separator)) = expression[arguments[0]].kind else {
                return general(id, type: .text)
            }
            return TypedEvaluation(
                evaluation: .join(input.evaluation, compiler.stock.pool.place(separator)), type: .text, isMany: false)
        case ("matches", 1), ("contains", 1), ("startsWith", 1), ("split", 1), ("indexOf", 1), ("lower", 0), ("toDecimal", 0),
            ("convertsToDecimal", 0):
            return single(function, target, arguments, id)
        default: return general(id, type: builtinType(function), isMany: builtinIsMany(function))
        }
    }

    /// Functions of one text that run on bytes as long as it is plain; the program has the last word.
    private mutating func single(
        _ function: String, _ target: Expression.ID, _ arguments: [Expression.ID], _ id: Expression.ID
    ) -> TypedEvaluation {
        var made = general(id, type: builtinType(function), isMany: builtinIsMany(function))
        guard scope.isHL7, case .general(let program) = made.evaluation else { return made }
        let input = typed(target)
        guard isText(input.type), isSilent(input.evaluation) else { return made }
        switch (function, arguments.first.map { expression[$0].kind }) {
        case ("matches", .literal(.string(let text))):
            if let pattern = compiler.cache.pattern(text) {
                made.evaluation = .matches(input.evaluation, pattern, program: program)
            }
        case ("contains", .literal(.string(let text))) where !text.isEmpty:
            made.evaluation = .contains(input.evaluation, compiler.stock.pool.place(text), program: program)
        case ("startsWith", .literal(.string(let text))) where text.utf8.allSatisfy({ $0 < 0x80 }):
            made.evaluation = .startsWith(input.evaluation, compiler.stock.pool.place(text), program: program)
        case ("split", .literal(.string(let text))) where !text.isEmpty && text.utf8.allSatisfy({ $0 < 0x80 }):
            made.evaluation = .split(input.evaluation, compiler.stock.pool.place(text), program: program)
        case ("indexOf", .some):
            let wanted = typed(arguments[0])
            guard isText(wanted.type), !wanted.isMany, isSilent(wanted.evaluation) else { return made }
            made.evaluation = .indexOf(input.evaluation, wanted.evaluation, program: program)
            made.isMany = false
        case ("lower", nil): made.evaluation = .lower(input.evaluation, program: program)
        case ("toDecimal", nil): made.evaluation = .toDecimal(input.evaluation, program: program)
        case ("convertsToDecimal", nil): made.evaluation = .isDecimal(input.evaluation, program: program)
        default: break
        }
        return made
    }

    /// Cannot report an issue, so that it may run a second time.
    private func isSilent(_ evaluation: Evaluation) -> Bool {
        switch evaluation {
        case .literal, .empty, .this, .frame, .variable, .trust: true
        case .relative(let base, _), .first(let base), .last(let base), .trim(let base), .replace(let base, _, _),
            .join(let base, _), .distinct(let base):
            isSilent(base)
        case .both(let a, let b), .concatenate(let a, let b), .select(let a, let b): isSilent(a) && isSilent(b)
        case .choose(let condition, let yes, let no): isSilent(condition: condition) && isSilent(yes) && isSilent(no)
        default: false
        }
    }

    private func isSilent(condition: Evaluation) -> Bool {
        switch condition {
        case .equal(let a, let b, _): isSilent(a) && isSilent(b)
        case .exists(let base, _): isSilent(base)
        case .and(let a, let b), .or(let a, let b): isSilent(condition: a) && isSilent(condition: b)
        default: false
        }
    }

    private func selfReference() -> TypedEvaluation {
        TypedEvaluation(evaluation: .this, type: thisType?.type ?? .unknown, isMany: false)
    }

    func isText(_ type: ValueType) -> Bool {
        switch type {
        case .text, .uri, .id, .base64, .component: true
        default: false
        }
    }

    /// Every item of such a type counts, but for values that are none.
    private func isCounted(_ type: ValueType) -> Bool {
        switch type {
        case .segment, .group: true
        default: isText(type)
        }
    }

    private func common(_ a: ValueType, _ b: ValueType) -> ValueType {
        a == b ? a : isText(a) && isText(b) ? .text : .unknown
    }

    private func builtinType(_ function: String) -> ValueType {
        switch function {
        case "matches", "matchesFull", "startsWith", "endsWith", "contains", "all", "allTrue", "anyTrue", "hasValue", "is",
            "toBoolean", "isDistinct", "subsetOf", "supersetOf", "convertsToInteger", "convertsToDecimal", "convertsToDate",
            "convertsToDateTime", "exists", "empty", "not":
            .boolean
        case "toInteger", "count", "length", "indexOf": .integer
        case "toDecimal": .decimal
        case "upper", "lower", "substring", "replace", "replaceMatches", "split", "join", "trim", "toString", "toChars",
            "encode", "decode":
            .text
        default: .unknown
        }
    }

    private func builtinIsMany(_ function: String) -> Bool {
        ["split", "toChars", "children", "descendants", "repeat", "union", "distinct"].contains(function)
    }

    private mutating func check(
        text input: TypedEvaluation, of target: Expression.ID?, for function: String, _ node: Expression.Node
    ) {
        switch input.type {
        case .segment(let name), .group(let name):
            error(
                "M110", "\(function) needs text; \(name) is a segment or group", at: node.focus, hint: "\(name)-1.\(function)")
        case .boolean:
            error("M110", "\(function) needs text, not true or false", at: node.focus)
        default: break
        }
    }

    /// A date cannot be made of a name or a code, nor an NHS number of a date.
    private mutating func checkReadable(
        _ input: TypedEvaluation, _ target: Expression.ID?, by function: MappingFunction, _ node: Expression.Node
    ) {
        let makesTime = [.date, .dateTime, .instant].contains(function.result)
        guard let own = input.dataTypes.first, makesTime || function.name == "nhsNumber" else { return }
        let times: Set<String> = ["DT", "TS", "DTM", "TM", "DR"]
        let texts: Set<String> = ["ST", "TX", "FT", "NM", "SI", "varies", "*"]
        if !makesTime {
            guard input.dataTypes.allSatisfy(times.contains) else { return }
            error("M110", "nhsNumber() needs a number; \(name(target)) is a time (\(own))", at: node.focus)
        } else if input.dataTypes.allSatisfy({ !times.contains($0) && !texts.contains($0) }) {
            error(
                "M110", "\(function.name)() needs a date; \(name(target)) is \(own)", at: node.focus,
                hint: HL7Types.timeComponent(of: own).map { "\(name(target)).\($0).\(function.name)()" })
        }
    }

    private func name(_ target: Expression.ID?) -> String { target.map { expression.text(of: $0) } ?? "the item" }

    // MARK: engine functions

    private mutating func identity(_ arguments: [Expression.ID], _ node: Expression.Node) -> TypedEvaluation {
        guard arguments.count >= 2 else {
            error("M121", "identity() needs an authority and a value", at: node.focus, hint: "identity(%system, %number)")
            return .nothing
        }
        guard scope.resource != nil else {
            error("M119", "identity() stands only in the id: of a resource", at: node.focus)
            return .nothing
        }
        let parts = arguments.map { typed($0) }
        for (part, argument) in zip(parts, arguments) where part.isMany {
            error(
                "M123", "\(expression.text(of: argument)) may be several values; an identity needs one",
                at: expression[argument].range, hint: "\(expression.text(of: argument)).first()")
        }
        return TypedEvaluation(evaluation: .identity(parts.map(\.evaluation)), type: .id, isMany: false)
    }

    private mutating func idOf(_ arguments: [Expression.ID], _ node: Expression.Node) -> TypedEvaluation {
        guard arguments.count == 1, case .literal(.string(let alias)) = expression[arguments[0]].kind else {
            error("M121", "idOf() needs an alias as a text", at: node.focus, hint: "idOf('patient')")
            return .nothing
        }
        guard let index = compiler.alias(alias, in: scope) else {
            if scope.isAlone || compiler.messageParts.isIncomplete {
                return TypedEvaluation(evaluation: .empty, type: .id, isMany: false)
            }
            let close = closeName(to: alias, among: scope.aliases.map(\.name))
            error(
                "M131", "nothing was created as \(alias) before this", at: expression[arguments[0]].range,
                hint: close.map { "did you mean '\($0)'?" })
            return .nothing
        }
        return TypedEvaluation(evaluation: .idOf(index), type: .id, isMany: false)
    }

    private mutating func translate(
        _ target: Expression.ID?, _ arguments: [Expression.ID], _ node: Expression.Node
    ) -> TypedEvaluation {
        let input = target.map { typed($0) } ?? selfReference()
        guard arguments.count <= 2 else {
            error(
                "M121", "translate() takes a table and a column", at: node.focus,
                hint: ".translate('table', 'system')")
            return .nothing
        }
        guard let first = arguments.first, case .literal(.string(let name)) = expression[first].kind else {
            error(
                "M121", "translate() needs the name of a table as a text",
                at: arguments.first.map { expression[$0].range } ?? node.focus,
                hint: ".translate('table')")
            return .nothing
        }
        var column = CodeTable.Column.code
        if arguments.count == 2 {
            guard case .literal(.string(let word)) = expression[arguments[1]].kind, let known = CodeTable.Column(rawValue: word)
            else {
                error(
                    "M121", "the second argument of translate() is 'code', 'system' or 'display'",
                    at: expression[arguments[1]].range,
                    hint: closeName(
                        to: expression.text(of: arguments[1]).filter(\.isLetter),
                        among: CodeTable.Column.allCases.map(\.rawValue)
                    ).map { "did you mean '\($0)'?" })
                return .nothing
            }
            column = known
        }
        check(text: input, of: target, for: "translate()", node)
        guard let index = table(name, at: expression[first].focus) else { return .nothing }
        if let codes = input.codeTable, column == .code {
            compiler.checkCompleteness(
                of: name, against: codes,
                at: text.node.span(offset: expression[first].focus.lowerBound, length: name.count + 2))
        }
        return TypedEvaluation(
            evaluation: .translate(table: index, column, input.evaluation), type: column == .system ? .uri : .text,
            isMany: input.isMany, codes: column == .code ? [.table(name)] : [], path: input.path)
    }

    private mutating func iif(_ arguments: [Expression.ID], _ id: Expression.ID) -> TypedEvaluation {
        let condition = typed(arguments[0])
        let yes = typed(arguments[1])
        let no =
            arguments.count > 2
            ? typed(arguments[2])
            : TypedEvaluation(evaluation: .empty, type: .unknown, isMany: false, isConstant: true)
        let type: ValueType
        if case .empty = yes.evaluation {
            type = no.type
        } else if case .empty = no.evaluation {
            type = yes.type
        } else {
            type = common(yes.type, no.type)
        }
        return TypedEvaluation(
            evaluation: .choose(condition.evaluation, yes.evaluation, no.evaluation), type: type,
            isMany: yes.isMany || no.isMany,
            isConstant: condition.isConstant && yes.isConstant && no.isConstant, codes: yes.codes + no.codes)
    }

    private mutating func lambda(
        _ target: Expression.ID, _ body: Expression.ID, _ id: Expression.ID, select: Bool = false,
        _ make: (Evaluation, Evaluation) -> Evaluation
    ) -> TypedEvaluation {
        if usesIndex(body) { return general(id, isMany: true) }
        let input = typed(target)
        let outer = thisType
        thisType = (input.type, false)
        let inner = typed(body)
        thisType = outer
        return TypedEvaluation(
            evaluation: make(input.evaluation, inner.evaluation), type: select ? inner.type : input.type,
            isMany: input.isMany || (select && inner.isMany), dataTypes: select ? inner.dataTypes : input.dataTypes,
            codes: select ? inner.codes : input.codes)
    }

    private func usesIndex(_ id: Expression.ID) -> Bool {
        let text = expression.text(of: id)
        return text.holds("$index") || text.holds("$total")
    }

    // MARK: operators

    mutating func binary(
        _ operation: Expression.Operator, _ left: Expression.ID, _ right: Expression.ID, _ id: Expression.ID
    ) -> TypedEvaluation {
        switch operation {
        case .equal, .notEqual:
            let a = typed(left)
            let b = typed(right)
            checkEmpty(a, left, b, right, operation)
            // Whole numbers are written in one way, so that they are the same where their texts are.
            let both =
                isText(a.type) && isText(b.type)
                || a.type == b.type && (a.type == .boolean || a.type == .integer) && !a.isMany && !b.isMany
            guard both else { return general(id, type: .boolean) }
            return TypedEvaluation(
                evaluation: .equal(a.evaluation, b.evaluation, negated: operation == .notEqual), type: .boolean, isMany: false)
        case .and, .or:
            let a = typed(left)
            let b = typed(right)
            guard a.type == .boolean, b.type == .boolean else { return general(id, type: .boolean) }
            return TypedEvaluation(
                evaluation: operation == .and ? .and(a.evaluation, b.evaluation) : .or(a.evaluation, b.evaluation),
                type: .boolean, isMany: false)
        case .concatenate:
            let a = typed(left)
            let b = typed(right)
            for (part, place) in [(a, left), (b, right)] {
                guard case .identity = part.evaluation else { continue }
                error("M119", "identity() must be the whole value, or a branch of iif()", at: expression[place].range)
            }
            guard isText(a.type), isText(b.type), !a.isMany, !b.isMany else { return general(id, type: .text) }
            return TypedEvaluation(
                evaluation: .concatenate(a.evaluation, b.evaluation), type: .text, isMany: false,
                isConstant: a.isConstant && b.isConstant)
        case .in:
            let a = typed(left)
            let b = typed(right)
            checkList(a, b, right)
            guard isText(a.type), isText(b.type), !a.isMany else { return general(id, type: .boolean) }
            return TypedEvaluation(evaluation: .member(a.evaluation, in: b.evaluation), type: .boolean, isMany: false)
        case .union:
            let a = typed(left)
            let b = typed(right)
            guard isText(a.type), isText(b.type) else { return general(id, type: common(a.type, b.type), isMany: true) }
            return TypedEvaluation(
                evaluation: .distinct(.both(a.evaluation, b.evaluation)), type: .text, isMany: true,
                isConstant: a.isConstant && b.isConstant)
        case .greater, .less:
            if case .literal(.integer(let number)) = expression[right].kind,
                ((operation == .greater ? 0 : 1)...1000).contains(number),
                case .call(of: let target?, let function, let arguments) = expression[left].kind, function == "count",
                arguments.isEmpty
            {
                let input = typed(target)
                if isCounted(input.type) {
                    let count = Int(number)
                    return TypedEvaluation(
                        evaluation: operation == .greater
                            ? .moreThan(input.evaluation, count) : .not(.moreThan(input.evaluation, count - 1)),
                        type: .boolean, isMany: false)
                }
            }
            if operation == .greater, scope.isHL7, case .call(of: let some?, "count", []) = expression[left].kind,
                case .call(of: let others?, "count", []) = expression[right].kind
            {
                let (a, b) = (typed(some), typed(others))
                if isCounted(a.type), isCounted(b.type) {
                    return TypedEvaluation(evaluation: .moreItems(a.evaluation, b.evaluation), type: .boolean, isMany: false)
                }
            }
            return general(id, type: .boolean)
        case .lessOrEqual, .greaterOrEqual, .equivalent, .notEquivalent, .contains, .xor, .implies:
            return general(id, type: .boolean)
        case .add, .subtract, .multiply, .divide, .div, .mod: return general(id)
        }
    }

    // MARK: comparisons that never hold

    /// What is read from a message is a text or nothing; nothing equals no text, not even `''`.
    private mutating func checkEmpty(
        _ a: TypedEvaluation, _ left: Expression.ID, _ b: TypedEvaluation, _ right: Expression.ID,
        _ operation: Expression.Operator
    ) {
        for (value, id, text, place) in [(a, left, b, right), (b, right, a, left)] {
            guard let path = value.path, text.literal == "" else { continue }
            error(
                "M137", "\(path) is never ''", at: expression[place].range, severity: .warning,
                cause: "a value that is not there is nothing, and comparing nothing gives nothing",
                hint: "\(expression.text(of: id)).\(operation == .equal ? "empty" : "exists")()")
        }
    }

    /// `in` with one text that looks like several.
    private mutating func checkList(_ value: TypedEvaluation, _ list: TypedEvaluation, _ id: Expression.ID) {
        guard value.path != nil, let text = list.literal else { return }
        let parts = text.split { ",|; ".contains($0) }
        // A name or a sentence is no list of codes.
        guard parts.count > 1, text.contains(where: { ",|;".contains($0) }), parts.allSatisfy({ $0.count < 8 }) else { return }
        error(
            "M137", "'\(text)' is one text, no list", at: expression[id].range, severity: .warning,
            cause: "only a value that is the whole text is in it",
            hint: "in (\(parts.map { "'\($0)'" }.joined(separator: " | ")))")
    }
}
