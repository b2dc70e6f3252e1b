/// What an editor says of a key, by its path; a test refuses words for keys that no reader asks for.
enum SchemaWords {
    static let trust = [
        "trust": "ODS code of the organisation that sends, for instance RRK.",
        "name": "Its name, as people know it.",
        "about": "What is particular about its messages.",
        "region": "Its part of the region.",
        "opened": "First day, from the ODS register.",
        "closed": "Last day; its feeds go on for what is still sent.",
        "successor": "ODS code of what it was merged into.",
        "profile": "What maps read as trust.NAME; the names are declared in Mappings/trust-profile.yaml.",
        "feeds": "One for each system that sends; the name is the feed's: a-z, 0-9 and -.",
        "feeds.[].name": "a-z, 0-9 and -; unique in the region.",
        "feeds.[].trust": "ODS code, where the feed speaks for another organisation than the file.",
        "feeds.[].format": "hl7v2, or fhir (JSON or XML).",
        "feeds.[].charset": "Character set where MSH-18 is empty.",
        "feeds.[].facilities": "Values of MSH-4 this feed may speak for; none: any.",
        "feeds.[].mappings": "Folder below Mappings/trusts/ whose maps and tables come first.",
        "feeds.[].carries": "everybody: people outside the cohort end as not relevant; cohort: each message is a reason.",
        "feeds.[].validation":
            "FHIR feeds: what follows when a message breaks FHIR's rules: issues tells it, refuse quarantines, off asks nothing.",
        "feeds.[].release": "FHIR feeds: the release that the system writes, r4 or stu3; none: each document is looked at.",
        "feeds.[].about": "What the system is.",
        "feeds.[].profile": "Values of this feed alone, over the trust's.",
    ]
    static let hub = [
        "environment": "MSH-11 and the NHS number's range must agree with it.",
        "region": "Shown on every page.",
        "data": "Folder of the ledger, the record store and the private broker.",
        "identity-key": "File of the regional key, 32 bytes or more.",
        "broker.url": "amqps://…; better from the environment's HUB_BROKER_URL. None: a private node is started.",
        "broker.prefetch": "Messages of a feed that may be on the way at once.",
        "mapper.batch": "Messages mapped between two commits.",
        "mapper.attempts": "How often a message may be claimed by a process that then died.",
        "console.listen": "Address and port of the console.",
        "console.get-search": "GET /fhir/Type?identifier=…: for demonstrations only.",
        "retention.unrecognised": "How long demographics of people outside the cohort are kept, sealed.",
    ]
    static let routes = [
        "let": "Names for expressions over the canonical Bundle, used as %name below.",
        "mode": "all: every rule that matches adds its destinations; first: the first decides.",
        "routes.[].name": "Unique, kebab-case; hub route shows it.",
        "routes.[].when": "FHIRPath over the canonical Bundle; %event, %trust, %feed and the names under let.",
        "routes.[].to": "Names of destinations.",
        "routes.[].because": "Why, in a sentence that an operator reads.",
    ]
    static let destinations = [
        "destinations": "Where canonical messages go.",
        "destinations.[].name": "As routes.yaml names it.",
        "destinations.[].kind": "What stands there.",
        "destinations.[].purpose": "Why it receives: with consent and date it decides every send.",
        "destinations.[].about": "Who it is.",
        "destinations.[].retry": "How often it is tried again.",
        "destinations.[].retry.first": "Wait after the first failure; it doubles.",
        "destinations.[].retry.limit": "The longest wait.",
        "destinations.[].retry.give-up": "Age at which a delivery fails for good.",
        "destinations.[].url": "https; http only on loopback.",
        "destinations.[].trust-roots": "PEM file of the certificate authorities to trust.",
        "destinations.[].exchange": "AMQP exchange.",
        "destinations.[].routing-key": "AMQP routing key; the destination's name otherwise.",
        "destinations.[].folder": "Where files are put; beside the hub's data unless absolute.",
    ]
    static let trustProfile = [
        "profile": "Name by name.",
        "profile.[].about": "What it is, for who writes a trust's file.",
        "profile.[].type": "text, code or uri; with \" list\" for several.",
        "profile.[].default": "Its value where a trust says none; without one every trust must say it.",
    ]
}
