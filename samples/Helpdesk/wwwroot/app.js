// The page is a client like any other: everything it shows and does goes over the HTTP API.
const $ = id => document.getElementById(id);
const users = ['super', 'owner', 'admin', 'supervisor', 'agent', 'user', 'readonly'].map(name => `${name}@acme.test`).concat('owner@globex.test');

const urgentRule = {
  name: 'Escalate urgent tickets',
  execution_mode: 'event',
  trigger_event: 'ticket.created',
  conditions: [{ field: 'priority', operator: 'equals', value: 'urgent' }],
  actions: [{ type: 'assign_team', team_id: 'team_escalation' }, { type: 'send_notification', template: 'urgent_ticket' }],
  priority_order: 1,
};

const onboarding = {
  name: 'New Employee Onboarding',
  description: 'Asks a supervisor, then prepares everything for the new hire',
  trigger_config: { type: 'event', event_types: ['ticket.created'], conditions: [{ field: 'category', operator: 'equals', value: 'Onboarding' }] },
  canvas_definition: {
    nodes: [
      { id: 'start', type: 'trigger', config: { event: 'ticket.created' } },
      { id: 'approve', type: 'approval', config: { title: 'Onboard: {{subject}}', approvers: ['role:supervisor', 'role:tenant_admin', 'role:tenant_owner'] } },
      { id: 'create_accounts', type: 'action', config: { type: 'create_ticket', subject: 'Create accounts for new hire' } },
      { id: 'notify', type: 'action', config: { type: 'send_notification', template: 'welcome' } },
      { id: 'declined', type: 'action', config: { type: 'add_note', text: 'The onboarding was declined.' } },
    ],
    edges: [
      { from: 'start', to: 'approve' },
      { from: 'approve', to: 'create_accounts', condition: 'approved' },
      { from: 'approve', to: 'declined', condition: 'rejected' },
      { from: 'create_accounts', to: 'notify' },
    ],
    viewport: { x: 0, y: 0, zoom: 1 },
  },
};

const deeds = {
  rule: async () => { await call('POST', '/api/v2/automation-rules', urgentRule); return 'The rule is on: urgent tickets go to team_escalation.'; },
  workflow: async () => {
    const workflow = await call('POST', '/api/v2/workflows', onboarding);
    const version = await call('POST', `/api/v2/workflows/${workflow.id}/publish`);
    return `Version ${version.version} is published: a ticket of category Onboarding starts it.`;
  },
  urgent: () => open({ subject: 'The VPN is down', category: 'Network', priority: 'urgent' }),
  hire: () => open({ subject: 'Ada starts on Monday', category: 'Onboarding', priority: 'high' }),
};

let chosen = null;

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = response.status === 204 ? null : await response.json();
  if (!response.ok) {
    const detail = answer?.detail;
    throw new Error(Array.isArray(detail) ? detail.map(fault => `${fault.loc.join('.')}: ${fault.msg}`).join(' · ') : `${response.status} ${detail}`);
  }

  return answer;
}

async function open(ticket) {
  const conversation = await call('POST', '/api/v2/conversations', ticket);
  chosen = conversation.id;
  return `Ticket “${conversation.subject}” is open${conversation.team_id ? ` and with ${conversation.team_id}` : ''}.`;
}

function say(text, bad = false) {
  $('message').textContent = text;
  $('message').className = bad ? 'bad' : '';
  $('message').hidden = false;
}

async function act(deed) {
  try {
    say(await deed());
  } catch (error) {
    say(error.message, true);
  }

  await refresh();
}

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

const kinds = { completed: 'good', success: 'good', published: 'good', on: 'good', failed: 'bad', cancelled: 'bad', condition_error: 'bad', waiting: 'wait', partial: 'wait', running: 'wait', pending: 'wait' };
const tag = word => make('span', `tag ${kinds[word] ?? ''}`, word);
const lines = (title, below) => make('div', '', make('b', '', title), make('small', '', below));
const row = (title, below, ...rest) => make('div', 'row', lines(title, below), ...rest);

function fill(id, items, show, empty) {
  $(id).replaceChildren(...(items.length ? items.map(show) : [make('p', 'empty', empty)]));
}

async function list(path) {
  try {
    return await call('GET', path);
  } catch {
    return []; // this role may not see it
  }
}

async function refresh() {
  const [approvals, conversations, rules, logs, workflows] = await Promise.all([
    list('/api/v2/workflows/approvals/pending'), list('/api/v2/conversations'), list('/api/v2/automation-rules'),
    list('/api/v2/automation-rules/logs?limit=20'), list('/api/v2/workflows'),
  ]);
  const runs = (await Promise.all(workflows.slice(0, 8).map(workflow => list(`/api/v2/workflows/${workflow.id}/runs?limit=10`)))).flat()
    .sort((one, other) => other.started_at.localeCompare(one.started_at));

  $('approvals-count').textContent = approvals.length || '';
  fill('approvals', approvals, approval => {
    const decide = (decision, text, className) => {
      const button = make('button', className, text);
      button.onclick = () => act(async () => {
        const answer = await call('POST', `/api/v2/workflows/approvals/${approval.id}/decide`, { decision });
        return `“${answer.title}” is ${answer.status}.`;
      });
      return button;
    };
    return row(approval.title, `${approval.workflow_name} · ${approval.run_id}`,
      make('div', 'pair', decide('approved', 'Approve', ''), decide('rejected', 'Reject', 'reject')));
  }, 'Nothing waits for you.');
  fill('conversations', conversations, conversation => {
    const button = make('button', `row${conversation.id === chosen ? ' chosen' : ''}`,
      lines(conversation.subject ?? '(no subject)', [conversation.category, conversation.team_id, conversation.id].filter(Boolean).join(' · ')), tag(conversation.priority ?? '–'));
    button.onclick = () => { chosen = conversation.id; refresh(); };
    return button;
  }, 'No ticket yet.');
  fill('rules', rules, rule => row(rule.name, `${rule.trigger_event ?? 'by time'} · matched ${rule.execution_count} times`, tag(rule.enabled ? 'on' : 'off')), 'No rule yet.');
  fill('logs', logs, log => row(log.rule_name, `${log.event_type} · ${log.executed_at}`, tag(log.status)), 'No rule has matched yet.');
  fill('workflows', workflows, workflow => row(workflow.name, `${workflow.id} · ran ${workflow.execution_count} times`, tag(workflow.status)), 'No workflow yet.');
  fill('runs', runs, run => row(run.id, `version ${run.version} · ${run.started_at}`, tag(run.status)), 'No run yet.');
  await showConversation();
}

async function showConversation() {
  if (!chosen) {
    fill('conversation', [], null, 'Choose one on the left.');
    return;
  }

  const conversation = await call('GET', `/api/v2/conversations/${chosen}`).catch(() => null);
  const entries = conversation === null ? [] : [
    row('Status', conversation.id, tag(conversation.status ?? '–')),
    ...(conversation.team_id ? [row('Team', conversation.team_id)] : []),
    ...conversation.tickets.map(ticket => row(ticket.subject ?? '(no subject)', `ticket · ${ticket.created_at}`)),
    ...conversation.notifications.map(sent => row(sent.template ?? 'Notification', `notification · ${sent.created_at}`)),
    ...conversation.notes.map(note => row(note.text, `note · ${note.created_at}`)),
    ...conversation.replies.map(reply => row(reply.body, `${reply.from} · ${reply.created_at}`)),
  ];
  fill('conversation', entries, entry => entry, 'Choose one on the left.');
}

async function start() {
  const me = await call('GET', '/session').catch(() => null);
  $('who').hidden = $('try').hidden = $('panels').hidden = me === null;
  if (me !== null) {
    $('who-name').replaceChildren(make('strong', '', me.email), ` · ${me.role} · ${me.tenant}`);
    await refresh();
  }
}

$('users').append(...users.map(email => {
  const [name, at] = email.split('@');
  const button = make('button', '', name, make('small', '', at === 'acme.test' ? '' : 'Globex'));
  button.onclick = async () => { chosen = null; await act(async () => { await call('POST', '/session', { email, password: 'demo' }); return `You are ${email}.`; }); await start(); };
  return button;
}));
$('log-out').onclick = async () => { await call('DELETE', '/session'); chosen = null; await start(); };
document.querySelectorAll('[data-do]').forEach(button => { button.onclick = () => act(deeds[button.dataset.do]); });
setInterval(() => { if (!$('panels').hidden && document.visibilityState === 'visible') { refresh(); } }, 3000);
start();
