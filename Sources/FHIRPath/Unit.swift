/// A UCUM unit reduced to base units: a factor and the powers of the dimensions. Holds the part of UCUM that genomics
/// and laboratory messages use; an unknown unit compares only with itself.
struct Unit: Sendable {
    var factor: ExactDecimal
    /// m, g, s, rad, K, C, cd, mol, and one for arbitrary units.
    var powers: [Int8]

    private static let dimensions = "m g s rad K C cd mol".split(separator: " ").map(String.init)

    /// symbol, metric?, value in other units
    private static let definitions: [String: (metric: Bool, value: String, of: String)] = {
        let table = """
            10* 0 10 1;10^ 0 10 1;% 0 0.01 1;[ppth] 0 0.001 1;[ppm] 0 0.000001 1;[pi] 0 3.1415926535897932 1
            l 1 1 dm3;L 1 1 dm3;ar 1 100 m2;min 0 60 s;h 0 60 min;d 0 24 h;wk 0 7 d;t 1 1000 kg
            a 0 365.25 d;mo 0 30.4375 d;a_j 0 365.25 d;mo_j 0 30.4375 d;Hz 1 1 s-1;N 1 1 kg.m.s-2;Pa 1 1 N.m-2;J 1 1 N.m
            W 1 1 J/s;A 1 1 C/s;V 1 1 J/C;F 1 1 C/V;Ohm 1 1 V/A;S 1 1 A/V;Wb 1 1 V.s;T 1 1 Wb/m2;H 1 1 Wb/A;lm 1 1 cd
            Bq 1 1 s-1;Gy 1 1 J/kg;Sv 1 1 J/kg;kat 1 1 mol/s;U 1 0.000000016666666666666667 kat;bar 1 100000 Pa
            eq 1 1 mol;osm 1 1 mol;u 1 0.00000000000000000000000166053904 g;cal 1 4.184 J;[Cal] 0 1 kcal
            [in_i] 0 2.54 cm;[ft_i] 0 12 [in_i];[yd_i] 0 3 [ft_i];[mi_i] 0 5280 [ft_i];[lb_av] 0 453.59237 g
            [oz_av] 0 28.349523125 g;[gr] 0 64.79891 mg;[st_av] 0 14 [lb_av];m[Hg] 1 133322 Pa;dyn 1 0.00001 N
            [gal_us] 0 3.785411784 l;[pt_us] 0 473.176473 ml;[foz_us] 0 29.5735295625 ml;[cup_us] 0 236.5882365 ml
            deg 0 0.017453292519943295 rad;[degR] 0 0.55555555555555555556 K;g% 1 10 g/l;M 1 1 mol/l
            """
        var result: [String: (metric: Bool, value: String, of: String)] = [:]
        for entry in table.split(whereSeparator: { $0 == ";" || $0 == "\n" }) {
            let parts = entry.split(separator: " ").map(String.init)
            if parts.count == 4 { result[parts[0]] = (parts[1] == "1", parts[2], parts[3]) }
        }
        return result
    }()

    private static let prefixes: [(symbol: String, power: Int)] = [
        ("da", 1), ("Y", 24), ("Z", 21), ("E", 18), ("P", 15), ("T", 12), ("G", 9), ("M", 6), ("k", 3), ("h", 2), ("d", -1),
        ("c", -2), ("m", -3), ("u", -6), ("n", -9), ("p", -12), ("f", -15), ("a", -18),
    ]

    /// Reads a unit expression such as `mg/dL`, `kg.m-2`, `10*9/L`; nil when a part of it is not known.
    init?(_ code: String) { self.init(code, level: 0) }

    private init(factor: ExactDecimal, powers: [Int8]) {
        self.factor = factor
        self.powers = powers
    }

    static let one = Unit(factor: ExactDecimal(1), powers: Array(repeating: 0, count: 9))

    private init?(_ code: String, level: Int) {
        guard level < 8, code.utf8.count <= 64 else { return nil }
        var result = Unit.one
        var dividing = false
        var rest = Substring(code)
        if rest.isEmpty { return nil }
        if rest.first == "/" {
            dividing = true
            rest.removeFirst()
        }
        while !rest.isEmpty {
            // One component ends at a . or / outside of braces and brackets.
            var end = rest.startIndex
            var depth = 0
            while end < rest.endIndex {
                let character = rest[end]
                if character == "{" || character == "[" || character == "(" { depth += 1 }
                if character == "}" || character == "]" || character == ")" { depth -= 1 }
                if depth == 0, character == "." || character == "/" { break }
                end = rest.index(after: end)
            }
            guard let part = Unit.component(String(rest[..<end]), level), let next = result.combined(with: part, dividing)
            else {
                return nil
            }
            result = next
            guard end < rest.endIndex else { break }
            dividing = rest[end] == "/"
            rest = rest[rest.index(after: end)...]
            if rest.isEmpty { return nil }
        }
        self = result
    }

    private static func component(_ text: String, _ level: Int) -> Unit? {
        var text = Substring(text)
        if let brace = text.firstIndex(of: "{") {
            guard text.last == "}" else { return nil }
            text = text[..<brace]
            if text.isEmpty { return .one }
        }
        if text.first == "(", text.last == ")" { return Unit(String(text.dropFirst().dropLast()), level: level + 1) }
        if let number = Int64(text), number > 0 { return Unit(factor: ExactDecimal(number), powers: one.powers) }
        if let atom = atom(String(text), level) { return atom }
        // A power: trailing digits, perhaps signed.
        let digits = text.reversed().prefix { $0.isASCII && $0.isNumber }.count
        guard digits > 0, digits <= 2, digits < text.count else { return nil }
        var base = text.dropLast(digits)
        var exponent = Int(text.suffix(digits)) ?? 1
        if base.last == "-" || base.last == "+" {
            if base.last == "-" { exponent = -exponent }
            base = base.dropLast()
        }
        guard abs(exponent) <= 30, exponent != 0, let unit = atom(String(base), level) else { return nil }
        var result = one
        for _ in 0..<abs(exponent) {
            guard let next = result.combined(with: unit, exponent < 0) else { return nil }
            result = next
        }
        return result
    }

    private static func atom(_ text: String, _ level: Int) -> Unit? {
        if let unit = plain(text, level)?.unit { return unit }
        for (symbol, power) in prefixes where text.hasPrefix(symbol) && text.utf8.count > symbol.utf8.count {
            guard let (unit, metric) = plain(String(text.dropFirst(symbol.count)), level), metric else { continue }
            let scale =
                power >= 0
                ? ExactDecimal(mantissa: ExactDecimal.tenTo(power)) : ExactDecimal(mantissa: 1, scale: -power)
            return unit.factor.multiplied(by: scale).map { Unit(factor: $0, powers: unit.powers) }
        }
        // Arbitrary units compare with themselves (and their prefixes) only.
        if text.hasPrefix("["), text.hasSuffix("]"), text == "[iU]" || text == "[IU]" {
            var powers = one.powers
            powers[8] = 1
            return Unit(factor: ExactDecimal(1), powers: powers)
        }
        return nil
    }

    private static func plain(_ text: String, _ level: Int) -> (unit: Unit, metric: Bool)? {
        if let index = dimensions.firstIndex(of: text) {
            var powers = one.powers
            powers[index] = 1
            return (Unit(factor: ExactDecimal(1), powers: powers), true)
        }
        guard let definition = definitions[text], let value = ExactDecimal(definition.value.utf8) else { return nil }
        let base = definition.of == "1" ? one : Unit(definition.of, level: level + 1)
        guard let base, let factor = base.factor.multiplied(by: value) else { return nil }
        return (Unit(factor: factor, powers: base.powers), definition.metric)
    }

    private func combined(with other: Unit, _ dividing: Bool) -> Unit? {
        let factor = dividing ? self.factor.divided(by: other.factor) : self.factor.multiplied(by: other.factor)
        guard let factor else { return nil }
        var powers = powers
        for index in powers.indices {
            let (sum, overflow) =
                dividing
                ? powers[index].subtractingReportingOverflow(other.powers[index])
                : powers[index].addingReportingOverflow(other.powers[index])
            if overflow { return nil }
            powers[index] = sum
        }
        return Unit(factor: factor, powers: powers)
    }
}

// MARK: - Comparing quantities

extension Unit {
    enum Comparison {
        /// Below, equal or above zero.
        case comparison(Int)
        case incomparable
        /// A calendar year or month against a definite duration.
        case uncertain
    }

    /// A calendar duration above the week has no definite length.
    private static func isIndefinite(_ quantity: Quantity) -> Bool {
        quantity.isCalendar && (quantity.unit == "year" || quantity.unit == "month")
    }

    private static func code(_ quantity: Quantity) -> String {
        quantity.isCalendar ? CalendarUnit(word: quantity.unit)?.code ?? quantity.unit : quantity.unit
    }

    /// Both units are understood.
    static func known(_ a: Quantity, _ b: Quantity) -> Bool { Unit(code(a)) != nil && Unit(code(b)) != nil }

    static func compare(_ a: Quantity, _ b: Quantity) -> Comparison {
        func order(_ x: ExactDecimal, _ y: ExactDecimal) -> Comparison { .comparison(x == y ? 0 : x < y ? -1 : 1) }
        if a.unit == b.unit, a.isCalendar == b.isCalendar { return order(a.value, b.value) }
        if isIndefinite(a), isIndefinite(b) {
            func months(_ quantity: Quantity) -> ExactDecimal? {
                quantity.unit == "year" ? quantity.value.multiplied(by: ExactDecimal(12)) : quantity.value
            }
            guard let x = months(a), let y = months(b) else { return .incomparable }
            return order(x, y)
        }
        guard let first = Unit(code(a)), let second = Unit(code(b)), first.powers == second.powers,
            let x = a.value.multiplied(by: first.factor), let y = b.value.multiplied(by: second.factor)
        else { return .incomparable }
        if isIndefinite(a) || isIndefinite(b) { return .uncertain }
        return order(x, y)
    }

    /// `~`: in the less precise operand's places; calendar durations count as definite ones.
    static func equivalent(_ a: Quantity, _ b: Quantity) -> Bool {
        let (x, y) = (code(a), code(b))
        if x == y { return a.value.isEquivalent(to: b.value) }
        guard let first = Unit(x), let second = Unit(y), first.powers == second.powers else { return false }
        // In the unit of the less precise number, so that its places decide.
        if a.value.trimmed.scale <= b.value.trimmed.scale, first.factor >= second.factor {
            guard let other = b.value.multiplied(by: second.factor)?.divided(by: first.factor) else { return false }
            return a.value.isEquivalent(to: other)
        }
        guard let other = a.value.multiplied(by: first.factor)?.divided(by: second.factor) else { return false }
        return other.isEquivalent(to: b.value)
    }

    static func areComparable(_ a: Quantity, _ b: Quantity) -> Bool {
        let (x, y) = (code(a), code(b))
        if x == y { return true }
        guard let first = Unit(x), let second = Unit(y) else { return false }
        return first.powers == second.powers
    }

    /// The unit of a product or quotient.
    static func name(_ a: Quantity, _ b: Quantity, dividing: Bool) -> String? {
        let (x, y) = (code(a), code(b))
        if y == "1" { return x }
        if dividing {
            if x == y { return "1" }
            return y.contains("/") || y.contains(".") ? "\(x)/(\(y))" : "\(x)/\(y)"
        }
        return x == "1" ? y : "\(x).\(y)"
    }

    /// The quantity in another unit, when both are understood.
    static func convert(_ quantity: Quantity, to unit: String) -> Quantity? {
        let calendar = CalendarUnit(word: unit)
        let target = calendar?.code ?? unit
        if code(quantity) == target {
            return Quantity(quantity.value, unit: calendar?.rawValue ?? unit, isCalendar: calendar != nil)
        }
        guard let first = Unit(code(quantity)), let second = Unit(target), first.powers == second.powers,
            let value = quantity.value.multiplied(by: first.factor)?.divided(by: second.factor)
        else { return nil }
        return Quantity(value, unit: calendar?.rawValue ?? unit, isCalendar: calendar != nil)
    }
}
