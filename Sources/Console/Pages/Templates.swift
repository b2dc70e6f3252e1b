import Mustache

/// The pages' templates. Everything in double braces is escaped.
enum Templates {
    static func library() throws -> MustacheLibrary {
        var library = MustacheLibrary()
        for (name, text) in all { try library.register(text, named: name) }
        return library
    }

    static let all = [
        "layout-top": layoutTop, "layout-end": layoutEnd, "overview": overview, "overview-live": overviewLive,
        "messages": messages, "message": message, "quarantine": quarantine, "nothing": nothing,
    ]

    static let layoutTop = """
        <!doctype html>
        <html lang="en-GB">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} – Genomics hub</title>
        <link rel="stylesheet" href="/console.css">
        <link rel="icon" href="data:,">
        <script src="/console.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to content</a>
        <header><div class="bar">
        <a class="brand" href="/">Genomics hub</a><span class="environment">{{environment}}</span>
        <nav aria-label="Pages">
        <a href="/"{{#onOverview}} aria-current="page"{{/onOverview}}>Overview</a>
        <a href="/messages"{{#onMessages}} aria-current="page"{{/onMessages}}>Messages</a>
        <a href="/quarantine"{{#onQuarantine}} aria-current="page"{{/onQuarantine}}>Quarantine</a>
        </nav>
        <form class="find" method="post" action="/messages" role="search">
        <input name="q" aria-label="Patient identifier, control id or message number" placeholder="NHS number, MRN, control id" autocomplete="off" value="{{asked}}">
        <button>Search</button>
        </form>
        </div></header>
        <main id="main">
        """

    static let layoutEnd = """
        </main>
        </body>
        </html>
        """

    static let overview = """
        {{> layout-top}}
        <h1>{{region}}</h1>
        <p class="note"><span data-stamp>As of {{time}}</span> · release <code>{{release}}</code></p>
        <div data-live="/fragments/overview">{{> overview-live}}</div>
        {{> layout-end}}
        """

    static let overviewLive = """
        <div class="tiles">
        {{#tiles}}<div class="tile {{class}}"><b>{{value}}</b><span>{{label}}</span></div>{{/tiles}}
        </div>
        <h2 id="destinations">Destinations</h2>
        <div class="card"><table class="cards" aria-labelledby="destinations">
        <thead><tr><th>Destination</th><th>Purpose</th><th class="n">Due</th><th class="n">Delivered</th><th class="n">Pending</th><th class="n">Held</th><th class="n">Failed</th><th class="n">Cancelled</th><th>Last delivered</th><th>State</th></tr></thead>
        <tbody>
        {{#destinations}}<tr class="{{class}}">
        <td data-label="Destination">{{destination}}</td><td data-label="Purpose">{{purpose}}</td>
        <td class="n{{#dueZero}} zero{{/dueZero}}" data-label="Due">{{due}}</td><td class="n{{#deliveredZero}} zero{{/deliveredZero}}" data-label="Delivered">{{delivered}}</td>
        <td class="n{{#pendingZero}} zero{{/pendingZero}}" data-label="Pending">{{pending}}</td><td class="n{{#heldZero}} zero{{/heldZero}}" data-label="Held">{{held}}</td>
        <td class="n{{#failedZero}} zero{{/failedZero}}" data-label="Failed">{{failed}}</td><td class="n{{#cancelledZero}} zero{{/cancelledZero}}" data-label="Cancelled">{{cancelled}}</td>
        <td data-label="Last delivered">{{last}}</td><td data-label="State"><span class="tag {{stateClass}}">{{state}}</span></td>
        </tr>{{/destinations}}
        </tbody></table></div>
        <h2 id="feeds">Feeds</h2>
        <div class="card"><table class="cards" aria-labelledby="feeds">
        <thead><tr><th>Feed</th><th>Trust</th><th class="n">Received</th><th class="n">Waiting</th><th class="n">At broker</th><th class="n">Mapped</th><th class="n">Quarantined</th><th class="n">Not relevant</th><th class="n">Duplicate</th><th class="n">Rejected</th><th>Last message</th><th>State</th></tr></thead>
        <tbody>
        {{#feeds}}<tr class="{{class}}">
        <td data-label="Feed"><a href="/messages?feed={{feed}}" id="feed-{{feed}}">{{feed}}</a></td><td data-label="Trust"><abbr title="{{trustName}}">{{trust}}</abbr> <span class="note name">{{trustName}}</span></td>
        <td class="n{{#receivedZero}} zero{{/receivedZero}}" data-label="Received">{{received}}</td>
        <td class="n{{#pendingZero}} zero{{/pendingZero}}" data-label="Waiting">{{pending}}</td>
        <td class="n{{#depthZero}} zero{{/depthZero}}" data-label="At broker">{{depth}}</td>
        <td class="n{{#mappedZero}} zero{{/mappedZero}}" data-label="Mapped">{{mapped}}</td>
        <td class="n{{#quarantinedZero}} zero{{/quarantinedZero}}" data-label="Quarantined">{{#hasQuarantine}}<a href="/quarantine?feed={{feed}}">{{quarantined}}</a>{{/hasQuarantine}}{{^hasQuarantine}}0{{/hasQuarantine}}</td>
        <td class="n{{#notRelevantZero}} zero{{/notRelevantZero}}" data-label="Not relevant">{{notRelevant}}</td>
        <td class="n{{#duplicateZero}} zero{{/duplicateZero}}" data-label="Duplicate">{{duplicate}}</td>
        <td class="n{{#rejectedZero}} zero{{/rejectedZero}}" data-label="Rejected">{{rejected}}</td>
        <td data-label="Last message">{{last}}</td><td data-label="State"><span class="tag {{stateClass}}">{{state}}</span></td>
        </tr>{{/feeds}}
        </tbody></table></div>
        <h2 id="record">Record store</h2>
        <div class="tiles">{{#record}}<div class="tile"><b>{{value}}</b><span>{{label}}</span></div>{{/record}}</div>
        """

    static let messages = """
        {{> layout-top}}
        <h1>Messages</h1>
        <p class="note">{{what}}</p>
        <div class="card"><table class="cards">
        <thead><tr><th>Message</th><th>Feed</th><th>Type</th><th>Event</th><th>Control id</th><th>Received</th><th>Outcome</th><th>Reason</th></tr></thead>
        <tbody>
        {{#messages}}<tr><td data-label="Message"><a href="/messages/{{id}}">{{id}}</a></td><td data-label="Feed">{{feed}}</td>
        <td data-label="Type">{{messageType}}</td><td data-label="Event">{{event}}</td><td data-label="Control id">{{controlID}}</td>
        <td data-label="Received">{{received}}</td><td data-label="Outcome"><span class="tag {{state}}">{{stateWord}}</span></td><td data-label="Reason">{{reason}}</td></tr>{{/messages}}
        </tbody></table>{{^messages}}<p class="empty">No message was found.</p>{{/messages}}</div>
        {{> layout-end}}
        """

    static let message = """
        {{> layout-top}}
        <h1>Message {{id}} <span class="tag {{state}}">{{stateWord}}</span></h1>
        <div class="two">
        <div class="card"><dl class="facts">
        {{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/facts}}
        </dl></div>
        <div class="card"><table class="cards" aria-label="Deliveries"><thead><tr><th>Destination</th><th>State</th><th class="n">Attempts</th><th>Settled</th><th>Reason</th></tr></thead>
        <tbody>{{#deliveries}}<tr><td data-label="Destination">{{destination}}</td><td data-label="State"><span class="tag {{state}}">{{state}}</span></td><td class="n" data-label="Attempts">{{attempts}}</td><td data-label="Settled">{{settled}}</td><td data-label="Reason">{{reason}}</td></tr>{{/deliveries}}</tbody></table>
        {{^deliveries}}<p class="empty">Nothing is due anywhere.</p>{{/deliveries}}</div>
        </div>
        <h2 id="issues">Issues</h2>
        <div class="card"><table class="cards" aria-labelledby="issues"><thead><tr><th>Severity</th><th>Code</th><th>What was found</th><th>Where</th><th>Next step</th></tr></thead>
        <tbody>{{#issues}}<tr><td data-label="Severity"><span class="tag {{severity}}">{{severity}}</span></td><td data-label="Code"><code>{{code}}</code></td><td class="found" data-label="Found">{{message}}</td><td class="path" data-label="Where">{{position}}</td><td data-label="Next step">{{nextStep}}</td></tr>{{/issues}}</tbody></table>
        {{^issues}}<p class="empty">None.</p>{{/issues}}</div>
        <h2>Raw and canonical</h2>
        <div class="two">
        <div class="card" tabindex="0" role="region" aria-label="Raw message">{{#raw}}<pre class="wrap">{{raw}}</pre>{{/raw}}{{^raw}}<p class="empty">The body is pruned: nobody here has a reason to keep it.</p>{{/raw}}</div>
        <div class="card" tabindex="0" role="region" aria-label="Canonical message">{{#canonical}}<pre>{{canonical}}</pre>{{/canonical}}{{^canonical}}<p class="empty">There is no canonical message.</p>{{/canonical}}</div>
        </div>
        {{#isDecided}}<h2 id="accounting">Accounting</h2>
        <div class="card"><dl class="facts"><dt>Components mapped</dt><dd>{{mappedComponents}}</dd><dt>Ignored with a reason</dt><dd>{{ignoredComponents}}</dd><dt>Not mapped</dt><dd>{{unmapped}}</dd></dl></div>{{/isDecided}}
        {{#hasTrace}}<h2 id="trace">Trace</h2>
        <div class="card"><details{{#traceOpen}} open{{/traceOpen}}><summary>{{traceCount}} elements, each with its source and its rule</summary>
        <table class="cards small" aria-labelledby="trace"><thead><tr><th>Element</th><th>Source</th><th>Rule</th></tr></thead>
        <tbody>{{#trace}}<tr><td data-label="Element"><code>{{target}}</code></td><td data-label="Source"><code>{{sources}}</code></td><td data-label="Rule"><code>{{rule}}</code></td></tr>{{/trace}}</tbody></table></details></div>{{/hasTrace}}
        <h2 id="timeline">Timeline</h2>
        <div class="card"><table class="cards" aria-labelledby="timeline"><thead><tr><th>When</th><th>What</th><th>Note</th></tr></thead>
        <tbody>{{#timeline}}<tr><td data-label="When">{{at}}</td><td data-label="What">{{what}}</td><td data-label="Note">{{note}}</td></tr>{{/timeline}}</tbody></table></div>
        {{> layout-end}}
        """

    static let quarantine = """
        {{> layout-top}}
        <h1>Quarantine</h1>
        <p class="note">Accepted messages that could not be mapped or validated. They are kept whole; mend the cause, then resubmit:
        <code>hub quarantine resubmit ID --reason "…"</code>.</p>
        <div class="tiles">{{#reasons}}<a class="tile" href="/quarantine?reason={{reason}}"><b>{{messages}}</b><span>{{reason}}</span></a>{{/reasons}}</div>
        <h2 id="list">{{what}}</h2>
        <div class="card"><table class="cards" aria-labelledby="list"><thead><tr><th>Message</th><th>Feed</th><th>Type</th><th>Reason</th><th>What was found</th><th>Where</th><th>Received</th></tr></thead>
        <tbody>{{#messages}}<tr><td data-label="Message"><a href="/messages/{{id}}">{{id}}</a></td><td data-label="Feed">{{feed}}</td><td data-label="Type">{{messageType}}</td>
        <td data-label="Reason"><span class="tag quarantined">{{reason}}</span></td><td class="found" data-label="Found">{{found}}{{#nextStep}}<br><span class="note">{{nextStep}}</span>{{/nextStep}}</td><td class="path" data-label="Where">{{position}}</td><td data-label="Received">{{received}}</td></tr>{{/messages}}</tbody></table>
        {{^messages}}<p class="empty">Nothing is in quarantine.</p>{{/messages}}</div>
        {{> layout-end}}
        """

    static let nothing = """
        {{> layout-top}}
        <h1>{{title}}</h1>
        <p>{{explanation}}</p>
        {{> layout-end}}
        """
}
