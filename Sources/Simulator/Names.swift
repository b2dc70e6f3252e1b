/// Invented names and places. Those that could be real carry "Test".
enum Names {
    struct Town: Sendable {
        var name: String
        var county: String
        /// A district 99 exists nowhere.
        var outward: String
    }
    static let towns: [Town] = [
        Town(name: "Birmingham", county: "West Midlands", outward: "B99"),
        Town(name: "Solihull", county: "West Midlands", outward: "B99"),
        Town(name: "Coventry", county: "West Midlands", outward: "CV99"),
        Town(name: "Nuneaton", county: "Warwickshire", outward: "CV99"),
        Town(name: "Warwick", county: "Warwickshire", outward: "CV99"),
        Town(name: "Stoke-on-Trent", county: "Staffordshire", outward: "ST99"),
        Town(name: "Wolverhampton", county: "West Midlands", outward: "WV99"),
        Town(name: "Worcester", county: "Worcestershire", outward: "WR99"),
        Town(name: "Hereford", county: "Herefordshire", outward: "HR99"),
        Town(name: "Dudley", county: "West Midlands", outward: "DY99"),
        Town(name: "Shrewsbury", county: "Shropshire", outward: "SY99"),
        Town(name: "Telford", county: "Shropshire", outward: "TF99"),
        Town(name: "Burton upon Trent", county: "Staffordshire", outward: "DE99"),
        Town(name: "Walsall", county: "West Midlands", outward: "WS99"),
    ]
    static let families = [
        "Ashgrove", "Barleymow", "Birchfield", "Brackenridge", "Brightwater", "Cloverdale", "Coldharbour", "Dunmarsh",
        "Elderwick", "Fairweather", "Fernihough", "Goldfinch", "Greenhalgh-Test", "Hartwell", "Hazelmere", "Hollowbrook",
        "Inkpen", "Kestrel", "Larkspur", "Lightbourne", "Marchbanks", "Merryweather", "Millbeck", "Nightingale", "Oakenshaw",
        "O'Testerly", "Pennywell", "Quillfeather", "Ravensdale", "Rushmere", "Sandalwood", "Silverbeck", "Stonechat",
        "Swiftwater", "Tanglewood", "Thistledown", "Underhill-Test", "Vale", "Waxwing", "Westerleigh", "Whitlock-Test",
        "Wildgoose", "Woodlark", "Yarrow", "Begumtest", "Khantest", "Kaurtest", "Pateltest", "Singhtest", "Okonkwotest",
    ]
    static let female = [
        "Ada", "Agnes", "Amina", "Beatrice", "Celia", "Dilys", "Edith", "Fatima", "Greta", "Harpreet", "Imogen", "Jasmin",
        "Keira", "Lavinia", "Maryam", "Nadia", "Olive", "Phoebe", "Rosalind", "Sunita", "Tabitha", "Una", "Violet", "Winifred",
        "Zelma", "Zoë",
    ]
    static let male = [
        "Abdul", "Albert", "Arjun", "Bertram", "Cedric", "Dilip", "Edwin", "Farid", "Gilbert", "Harold", "Imran", "Jasper",
        "Kwame", "Lionel", "Mohan", "Nathaniel", "Oswald", "Percival", "Rafiq", "Silas", "Theodore", "Umar", "Victor",
        "Wilfred", "Zachary", "José",
    ]
    static let streets = [
        "Sample Street", "Fixture Road", "Specimen Lane", "Placebo Close", "Control Avenue", "Replay Drive", "Ledger Way",
        "Canal Side", "Old Mill Road", "Foundry Lane", "Pottery Row", "Orchard Croft",
    ]
    /// National category codes; the common ones more often.
    static let ethnicities = [
        "A", "A", "A", "A", "A", "A", "B", "C", "D", "F", "G", "H", "H", "J", "J", "K", "L", "M", "N", "P", "R", "S", "Z",
    ]
    /// Words that people write for the category codes.
    static let ethnicityTexts = [
        "A": "White British", "B": "White Irish", "C": "Other White", "D": "White and Black Caribbean", "F": "White and Asian",
        "G": "Other Mixed", "H": "Indian", "J": "Pakistani", "K": "Bangladeshi", "L": "Other Asian", "M": "Black Caribbean",
        "N": "Black African", "P": "Other Black", "R": "Chinese", "S": "Other", "Z": "Not stated",
    ]

    struct Consultant: Sendable {
        /// The GMC number with C: the national consultant code.
        var code: String
        var family: String
        var given: String
        /// The user id of the Spine directory service.
        var spineID: String { "5550\(code.dropFirst())1" }
    }
    static let consultants: [Consultant] = [
        Consultant(code: "C9990001", family: "Testwell", given: "Miriam"),
        Consultant(code: "C9990002", family: "Sampleton", given: "Gareth"),
        Consultant(code: "C9990003", family: "Mockridge", given: "Anjali"),
        Consultant(code: "C9990004", family: "Fixtureby", given: "Rowan"),
        Consultant(code: "C9990005", family: "Placeholder", given: "Isobel"),
        Consultant(code: "C9990006", family: "Exemplar", given: "Tunde"),
    ]
}
