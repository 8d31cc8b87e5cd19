-- The action "gate" asks gate whether a request may pass. Its argument is the
-- query of the question, such as scope=read:orders. The action "gate_token" asks
-- for a good token and nothing more.
--
-- On a yes, the request goes on with the headers that the gate has set. On
-- anything else it ends here, with the gate's own answer, or with 503 if there
-- is none.

local address = "http://127.0.0.1:8070/require"

-- What the gate needs of the request. Two Authorization headers stay two: the
-- gate refuses them.
local ask = { "authorization", "dpop", "x-request-id" }

-- What the gate says to the API, and what it says to the client.
local identity = { "x-auth-issuer", "x-auth-subject", "x-auth-client", "x-auth-scope", "x-auth-roles" }
local answer = { "www-authenticate", "dpop-nonce", "retry-after", "content-type", "cache-control", "vary" }

local function refuse(txn, status, headers, body)
	local reply = txn:reply({ status = status, body = body })
	for _, name in ipairs(answer) do
		for _, value in pairs(headers[name] or {}) do
			reply:add_header(name, value)
		end
	end
	txn:done(reply)
end

local function ask_gate(txn, query)
	local sent = txn.http:req_get_headers()
	local headers = {
		["host"] = { "gate" },
		["x-dpop-uri"] = { txn.sf:method() .. " " .. txn.sf:pathq() },
	}
	for _, name in ipairs(ask) do
		local values = {}
		for _, value in pairs(sent[name] or {}) do
			table.insert(values, value)
		end
		if #values > 0 then
			headers[name] = values
		end
	end

	local url = address
	if query ~= nil and query ~= "" then
		url = url .. "?" .. query
	end
	local said = core.httpclient():get({ url = url, headers = headers, timeout = 15000 })
	if said == nil or said.status == nil or said.status == 0 then
		return refuse(txn, 503, { ["retry-after"] = { "15" } }, "")
	end
	if said.status ~= 200 then
		return refuse(txn, said.status, said.headers, said.body)
	end
	for _, name in ipairs(identity) do
		local values = said.headers[name]
		txn.http:req_set_header(name, values and values[0] or "")
	end
end

core.register_action("gate", { "http-req" }, ask_gate, 1)
core.register_action("gate_token", { "http-req" }, ask_gate, 0)
