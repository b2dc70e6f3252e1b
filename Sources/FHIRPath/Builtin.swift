/// The functions of the language: FHIRPath N1, what later drafts added, and FHIR's own.
enum Builtin: String, CaseIterable, Sendable {
    // Existence
    case empty, exists, all, allTrue, anyTrue, allFalse, anyFalse, subsetOf, supersetOf, count, distinct, isDistinct
    // Filtering and projection
    case `where`, select, `repeat`, repeatAll, ofType
    // Subsetting and combining
    case single, first, last, tail, skip, take, intersect, exclude, union, combine, sort, coalesce
    // Conversion
    case iif, toBoolean, convertsToBoolean, toInteger, convertsToInteger, toLong, convertsToLong, toDate, convertsToDate
    case toDateTime, convertsToDateTime, toDecimal, convertsToDecimal, toQuantity, convertsToQuantity, toString
    case convertsToString, toTime, convertsToTime
    // Strings
    case indexOf, lastIndexOf, substring, startsWith, endsWith, contains, upper, lower, replace, matches, matchesFull
    case replaceMatches, length, toChars, encode, decode, escape, unescape, trim, split, join
    // Numbers
    case abs, ceiling, exp, floor, ln, log, power, round, sqrt, truncate, lowBoundary, highBoundary, precision, comparable
    // Navigation
    case children, descendants
    // Utility
    case trace, now, today, timeOfDay, defineVariable
    // Types and logic
    case type, `is`, `as`, not
    // Aggregates
    case aggregate, sum, min, max, avg
    // FHIR
    case `extension`, hasExtension, hasValue, getValue, resolve, memberOf, subsumes, subsumedBy, htmlChecks, conformsTo
    case elementDefinition, slice, checkModifiers
}

extension Builtin {
    private typealias P = FunctionSignature.Parameter

    /// Whether the arguments are evaluated for each item (`$this` changes).
    var signature: FunctionSignature {
        func make(
            _ summary: String, _ category: String, input: FunctionSignature.Kind = .any, single: Bool = false,
            _ parameters: [FunctionSignature.Parameter], _ result: FunctionSignature.Result
        ) -> FunctionSignature {
            FunctionSignature(
                rawValue, summary, input: input, single: single, parameters, result: result, category: category)
        }
        func make(
            _ summary: String, _ category: String, input: FunctionSignature.Kind = .any, single: Bool = false,
            _ result: FunctionSignature.Result
        ) -> FunctionSignature {
            make(summary, category, input: input, single: single, [], result)
        }
        func boolean(_ summary: String, _ category: String, _ parameters: [FunctionSignature.Parameter] = [])
            -> FunctionSignature
        {
            make(summary, category, parameters, .system(.boolean, many: false))
        }
        func text(
            _ summary: String, _ parameters: [FunctionSignature.Parameter] = [], _ result: SystemType = .string,
            many: Bool = false
        ) -> FunctionSignature {
            make(summary, "strings", input: .system(.string), single: true, parameters, .system(result, many: many))
        }
        func number(
            _ summary: String, _ parameters: [FunctionSignature.Parameter] = [],
            _ result: FunctionSignature.Result = .system(.decimal, many: false)
        ) -> FunctionSignature {
            make(summary, "numbers", input: .number, single: true, parameters, result)
        }
        func conversion(_ summary: String, _ type: SystemType, _ parameters: [FunctionSignature.Parameter] = [])
            -> FunctionSignature
        {
            make(summary, "conversion", single: true, parameters, .system(type, many: false))
        }
        let other = P("other")
        let criteria = P("criteria", .system(.boolean), lambda: true)
        let optionalCriteria = P("criteria", .system(.boolean), lambda: true, optional: true)
        let string = { P($0, .system(.string)) }
        let integer = { P($0, .system(.integer)) }
        let places = P("precision", .system(.integer), optional: true)
        let type = P("type", type: true)
        let flags = P("flags", .system(.string), optional: true)

        switch self {
        case .empty: return boolean("True when there is no item.", "existence")
        case .exists: return boolean("True when there is an item (that meets the criteria).", "existence", [optionalCriteria])
        case .all: return boolean("True when every item meets the criteria.", "existence", [criteria])
        case .allTrue, .anyTrue, .allFalse, .anyFalse:
            return make(
                "True when \(rawValue.hasPrefix("all") ? "all items are" : "any item is") \(rawValue.hasSuffix("True")).",
                "existence", input: .system(.boolean), .system(.boolean, many: false))
        case .subsetOf: return boolean("True when every item is in the other collection.", "existence", [other])
        case .supersetOf: return boolean("True when every item of the other collection is here.", "existence", [other])
        case .count: return make("How many items there are.", "existence", .system(.integer, many: false))
        case .distinct:
            return make("The items without those that are equal to an earlier one.", "existence", .input(many: true))
        case .isDistinct: return boolean("True when no two items are equal.", "existence")
        case .where: return make("The items that meet the criteria.", "filtering", [criteria], .input(many: true))
        case .select:
            return make("What the projection gives for each item.", "filtering", [P("projection", lambda: true)], .argument(0))
        case .repeat, .repeatAll:
            return make(
                "What the projection gives for each item, and again for what that gave.", "filtering",
                [P("projection", lambda: true)], .argument(0))
        case .ofType: return make("The items of this type.", "filtering", [type], .unknown)
        case .single: return make("The only item; more than one is an error.", "subsetting", .input(many: false))
        case .first, .last: return make("The \(rawValue) item.", "subsetting", .input(many: false))
        case .tail: return make("All items but the first.", "subsetting", .input(many: true))
        case .skip: return make("All items but the first n.", "subsetting", [integer("n")], .input(many: true))
        case .take: return make("The first n items.", "subsetting", [integer("n")], .input(many: true))
        case .intersect: return make("The items that are in both collections.", "subsetting", [other], .input(many: true))
        case .exclude: return make("The items that are not in the other collection.", "subsetting", [other], .input(many: true))
        case .union: return make("The distinct items of both collections.", "combining", [other], .unknown)
        case .combine: return make("The items of both collections.", "combining", [other], .unknown)
        case .sort:
            return make(
                "The items in the order of the keys; -key or key desc reverses.", "combining",
                [P("key", lambda: true, optional: true, variadic: true)], .input(many: true))
        case .coalesce:
            return make("The first argument that is not empty.", "combining", [P("value", variadic: true)], .unknown)
        case .iif:
            return make(
                "One result or the other.", "conversion", single: true,
                [criteria, P("then", lambda: true), P("otherwise", lambda: true, optional: true)], .unknown)
        case .toBoolean: return conversion("The input as Boolean, or nothing.", .boolean)
        case .toInteger, .toLong: return conversion("The input as Integer, or nothing.", .integer)
        case .toDate: return conversion("The input as Date, or nothing.", .date)
        case .toDateTime: return conversion("The input as DateTime, or nothing.", .dateTime)
        case .toDecimal: return conversion("The input as Decimal, or nothing.", .decimal)
        case .toTime: return conversion("The input as Time, or nothing.", .time)
        case .toString: return conversion("The input as String, or nothing.", .string)
        case .toQuantity:
            return conversion("The input as Quantity, or nothing.", .quantity, [P("unit", .system(.string), optional: true)])
        case .convertsToQuantity:
            return conversion(
                "Whether the input can become a Quantity.", .boolean, [P("unit", .system(.string), optional: true)])
        case .convertsToBoolean, .convertsToInteger, .convertsToLong, .convertsToDate, .convertsToDateTime, .convertsToDecimal,
            .convertsToString, .convertsToTime:
            return conversion("Whether the input can become a \(rawValue.dropFirst(10)).", .boolean)
        case .indexOf: return text("The zero-based position of a part, or -1.", [string("part")], .integer)
        case .lastIndexOf: return text("The zero-based position of the last such part, or -1.", [string("part")], .integer)
        case .substring:
            return text(
                "The part from a zero-based start, at most so long.",
                [integer("start"), P("length", .system(.integer), optional: true)])
        case .startsWith: return text("Whether it begins with the part.", [string("part")], .boolean)
        case .endsWith: return text("Whether it ends with the part.", [string("part")], .boolean)
        case .contains: return text("Whether the part is in it.", [string("part")], .boolean)
        case .upper: return text("In upper case.")
        case .lower: return text("In lower case.")
        case .replace: return text("With every such part replaced.", [string("part"), string("substitution")])
        case .matches: return text("Whether the regular expression matches somewhere.", [string("regex"), flags], .boolean)
        case .matchesFull: return text("Whether the regular expression matches the whole.", [string("regex"), flags], .boolean)
        case .replaceMatches:
            return text(
                "With every match replaced; $1 and ${name} are groups.", [string("regex"), string("substitution"), flags])
        case .length: return text("How many characters it has.", [], .integer)
        case .toChars: return text("Its characters.", [], many: true)
        case .encode, .decode: return text("\(self == .encode ? "As" : "From") hex, base64 or urlbase64.", [string("format")])
        case .escape, .unescape: return text("\(self == .escape ? "For" : "From") html or json.", [string("target")])
        case .trim: return text("Without white space at both ends.")
        case .split: return text("Its parts between separators.", [string("separator")], many: true)
        case .join:
            return make(
                "All items in one text.", "strings", input: .system(.string),
                [P("separator", .system(.string), optional: true)],
                .system(.string, many: false))
        case .abs: return number("Without sign.", [], .input(many: false))
        case .ceiling: return number("The least integer that is not less.", [], .system(.integer, many: false))
        case .floor: return number("The greatest integer that is not greater.", [], .system(.integer, many: false))
        case .truncate: return number("Without fraction.", [], .system(.integer, many: false))
        case .exp: return number("e to the power of the number.")
        case .ln: return number("The natural logarithm.")
        case .log: return number("The logarithm to a base.", [P("base", .number)])
        case .power: return number("To the power of the exponent.", [P("exponent", .number)], .input(many: false))
        case .round: return number("Rounded to so many places.", [places])
        case .sqrt: return number("The square root.")
        case .lowBoundary, .highBoundary:
            return make(
                "The \(self == .lowBoundary ? "least" : "greatest") value that the precision allows.", "numbers", single: true,
                [places], .input(many: false))
        case .precision: return make("How many digits were written.", "numbers", single: true, .system(.integer, many: false))
        case .comparable:
            return make(
                "Whether the units of both quantities can be compared.", "numbers", input: .number, single: true,
                [P("other", .number)], .system(.boolean, many: false))
        case .children: return make("All children.", "navigation", .unknown)
        case .descendants: return make("All children, and theirs.", "navigation", .unknown)
        case .trace:
            return make(
                "The input, shown to whoever watches.", "utility",
                [string("name"), P("projection", lambda: true, optional: true)],
                .input(many: true))
        case .now: return make("The date and time of this evaluation.", "utility", .system(.dateTime, many: false))
        case .today: return make("The date of this evaluation.", "utility", .system(.date, many: false))
        case .timeOfDay: return make("The time of this evaluation.", "utility", .system(.time, many: false))
        case .defineVariable:
            return make(
                "The input; %name is set for what follows.", "utility",
                [string("name"), P("value", lambda: true, optional: true)], .input(many: true))
        case .type: return make("The type of each item.", "types", .system(.typeInfo, many: true))
        case .is:
            return make("Whether the item is of this type.", "types", single: true, [type], .system(.boolean, many: false))
        case .as: return make("The item if it is of this type.", "types", [type], .unknown)
        case .not: return boolean("The opposite.", "logic")
        case .aggregate:
            return make(
                "Folds the items into $total.", "aggregates", [P("aggregator", lambda: true), P("initial", optional: true)],
                .argument(0))
        case .sum, .avg: return make("The \(rawValue) of the items.", "aggregates", input: .number, .input(many: false))
        case .min, .max: return make("The \(rawValue) of the items.", "aggregates", .input(many: false))
        case .extension:
            return make("The extensions with this URL.", "FHIR", [string("url")], .model("Extension", many: true))
        case .hasExtension: return boolean("Whether there is an extension with this URL.", "FHIR", [string("url")])
        case .hasValue: return boolean("Whether the only item is a primitive with a value.", "FHIR")
        case .getValue: return make("The value of the only item, if it is a primitive.", "FHIR", .unknown)
        case .resolve: return make("The resources that the references mean.", "FHIR", .model("Resource", many: true))
        case .memberOf: return boolean("Whether the code is in the value set.", "FHIR", [string("valueSet")])
        case .subsumes: return boolean("Whether the code subsumes the other.", "FHIR", [P("code")])
        case .subsumedBy: return boolean("Whether the other code subsumes this one.", "FHIR", [P("code")])
        case .htmlChecks: return boolean("Whether the narrative keeps FHIR's rules.", "FHIR")
        case .conformsTo: return boolean("Whether the resource conforms to the profile.", "FHIR", [string("profile")])
        case .elementDefinition: return make("Not supported.", "FHIR", .unknown)
        case .slice: return make("Not supported.", "FHIR", [string("structure"), string("name")], .unknown)
        case .checkModifiers: return make("Not supported.", "FHIR", [P("modifier", variadic: true)], .input(many: true))
        }
    }

    /// What the evaluator has no answer for: it is refused while compiling, so that no expression is half an answer.
    var isSupported: Bool {
        switch self {
        case .checkModifiers, .elementDefinition, .slice: false
        default: true
        }
    }

    /// Every name, for hints.
    static let names = allCases.filter(\.isSupported).map(\.rawValue)
}
