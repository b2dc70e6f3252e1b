import Diagnostics
import FHIRPath
import Testing

/// Static types over FHIR's schema.
@Suite struct TypeCheckerTests {
    static func check(_ text: String, strict: Bool = true) throws -> (type: StaticType, diagnostics: [Diagnostic]) {
        var checker = TypeChecker(model: FHIRTypeModel.r4, isStrict: strict, checksOrder: true)
        return checker.check(try Expression(text), root: .one(of: FHIRTypeModel.r4.type(named: "Patient", in: nil)!))
    }

    @Test(arguments: [
        ("brithDate", "F201", "did you mean birthDate?"), ("name.givne", "F201", "did you mean given?"),
        ("Encounter.status", "F201", nil),
        ("deceasedBoolean", "F201", "deceased.ofType(boolean)"), ("name.startsWith('a')", "F202", nil),
        ("birthDate < 1", "F202", nil), ("name + 1", "F202", nil),
        ("name.wher(use = 'a')", "F101", "did you mean where()?"), ("name.where()", "F102", "where(criteria)"),
        ("name.ofType(Nothing)", "F203", nil), ("%nobody", "F204", nil),
        ("children().skip(1)", "F206", nil), ("iif('a', 1, 2)", "F202", nil), ("(deceased as boolean).year", "F201", nil),
        ("-name", "F202", nil), ("name.skip('a')", "F202", nil),
        ("active and gender", "F202", nil), ("gender.not()", "F202", nil), ("gender = 1", "F207", "'1'"),
        ("birthDate = 'x'", "F207", nil), ("name = 'x'", "F207", nil), ("gender in (1 | 2)", "F207", nil),
        ("name.ofType(HumanNam)", "F203", nil), ("active.checkModifiers('x')", "F117", nil),
        ("name.where(given)", "F202", nil),
    ]) func mistakes(text: String, code: String, hint: String?) throws {
        let found = try Self.check(text).diagnostics.filter { $0.severity == .error }
        #expect(found.map(\.code) == [code], "\(text)")
        if hint != nil { #expect(found.first?.hint == hint) }
    }

    @Test(arguments: [
        "name.given.first().upper()", "Patient.name.where(use = 'official').family", "contained.id", "extension.value.code",
        "birthDate + 1 year < today()",
        "contact.name.family | name.family", "telecom.where(system = 'phone').sort(-rank).first().value",
        "link.other.resolve().name", "name.select(given.join(' ') & family)",
        "(1|2).aggregate($total + $this, 0) > 2", "deceased is boolean implies deceased = true",
        "defineVariable('a', name).select(%a.family)", "iif(active, name.first().family, {})",
        "multipleBirth.ofType(integer) + 1", "identifier.first().period.start.lowBoundary() < now()",
        "name.repeat(period).start",
        "name.repeat(period | start)", "name.sort(-family).first()", "defineVariable(id, 1).select(%p1)", "%resource.id",
        "identifier.first().period.start.toString().substring(0, 4).toInteger() + 1",
    ]) func fine(text: String) throws {
        #expect(try Self.check(text).diagnostics == [], "\(text)")
    }

    @Test(arguments: [
        ("name.where('a' = 'b')", "F209"), ("name.where(use = 'a' and use = 'b').given", "F209"),
        ("iif(use.exists() or use.empty(), 1, 2)", "F209"), ("name.where(use != 'a' or use != 'b')", "F209"),
        ("iif(active, 1, iif(active, 2, 3))", "F209"), ("active and true", "F209"), ("name.where(use = use)", "F209"),
        ("iif(name.count() >= 0, 1, 2)", "F209"), ("iif(active and active.not(), 1, 2)", "F209"),
        ("name.given.upper()", "F208"),
    ]) func doubts(text: String, code: String) throws {
        let patient = text.contains("(use.") ? text.replacing("use.", with: "gender.") : text
        let found = try Self.check(patient).diagnostics
        #expect(found.map(\.code) == [code] && found[0].severity == .warning, "\(text): \(found)")
    }

    @Test(arguments: [
        "name.where(use = 'a' or use = 'b')", "iif(active, 1, iif(gender = 'male', 2, 3))", "active or gender.exists()",
        "name.where(use != 'a' and use != 'b')", "birthDate = @1980-01-01", "gender in ('male' | 'female')",
        "name.given.select(upper())", "name.exists() and gender.empty()",
    ]) func noDoubt(text: String) throws {
        #expect(try Self.check(text).diagnostics == [], "\(text)")
    }

    @Test func resultTypes() throws {
        func described(_ text: String) throws -> String {
            let type = try Self.check(text).type
            let names = type.types.map { reference in
                switch reference {
                case .system(let type): type.rawValue
                case .model(let id): FHIRTypeModel.r4.describe(id).name
                }
            }
            return names.joined(separator: "|") + (type.isCollection ? "*" : "")
        }
        #expect(try described("name") == "HumanName*")
        #expect(try described("name.first()") == "HumanName")
        #expect(try described("birthDate") == "date")
        #expect(try described("name.count() + 1") == "Integer")
        #expect(try described("deceased") == "boolean|dateTime")
        #expect(try described("name.first().given") == "string*")
        #expect(try described("iif(active, 1, 'a')") == "Integer|String")
        #expect(try described("birthDate.extension('x').value.ofType(Period).start") == "dateTime*")
    }

    /// What the specification allows at run time is allowed; what the type does not have is not.
    @Test func namesAloneCanBeStrict() throws {
        func errors(_ text: String) throws -> [String] {
            var checker = TypeChecker(model: FHIRTypeModel.r4, refusesUnknownElements: true)
            let root = StaticType.one(of: FHIRTypeModel.r4.type(named: "Patient", in: nil)!)
            return checker.check(try Expression(text), root: root).diagnostics.filter { $0.severity == .error }.map(\.code)
        }
        for text in ["(1).not()", "true and 'foo'", "birthDate != @T12:14:15", "'1' = 1", "gender.not()"] {
            #expect(try errors(text) == [], "\(text)")
        }
        #expect(try errors("name.givne") == ["F201"])
        #expect(try errors("Encounter.status") == ["F201"])
        #expect(try errors("1 < 'a'") == ["F202"])
    }

    @Test func lenientModeWarns() throws {
        #expect(try Self.check("name.givne", strict: false).diagnostics.map(\.severity) == [.warning])
    }
}
