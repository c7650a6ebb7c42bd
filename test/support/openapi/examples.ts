import { createJudge } from '../openapi.ts';

/** Of OpenAPI 3.1: a user name and a password, forms, paths that end behind a parameter, several servers. */
export const carrier = createJudge(`openapi: 3.1.0
info: {title: Numbers, version: '1'}
servers: [{url: "https://numbers.example"}]
security: [{basic: []}]
paths:
  /accounts/{Account}/numbers.json:
    parameters: [{$ref: '#/components/parameters/Account'}]
    get:
      operationId: list
      parameters:
        - {name: 'filter[number][contains]', in: query, schema: {type: string}}
        - {name: 'page[size]', in: query, required: true, schema: {type: integer, maximum: 100}}
        - {name: beta, in: query, schema: {type: boolean}}
        - {name: tag, in: query, schema: {type: array, items: {type: string}}}
      responses:
        '200':
          description: One page
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Number'}}}}
    post:
      operationId: create
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              anyOf: [{required: [Number]}, {required: [Area]}]
              properties: {Number: {type: string}, Area: {type: integer}, Sms: {type: boolean}}
      responses: {'200': {description: Done}}
  /accounts/{Account}/numbers/{Id}.json:
    parameters: [{$ref: '#/components/parameters/Account'}, {name: Id, in: path, required: true, schema: {type: integer}}]
    get: {operationId: read, responses: {'200': {description: Done}}}
    delete: {operationId: release, responses: {'204': {description: Gone}, '4XX': {description: Refused}}}
  /accounts/{Account}/numbers/all.json:
    parameters: [{$ref: '#/components/parameters/Account'}]
    get: {operationId: readAll, security: [], responses: {'200': {description: Done}}}
  /prices:
    servers: [{url: "https://prices.example"}]
    get: {operationId: prices, responses: {'200': {description: Done}}}
components:
  securitySchemes: {basic: {type: http, scheme: basic}}
  parameters: {Account: {name: Account, in: path, required: true, schema: {type: string, pattern: '^AC\\d+$'}}}
  schemas:
    Number:
      type: object
      required: [id]
      properties: {id: {type: integer}, trunk: {type: [string, 'null']}}
`);

/** Of OpenAPI 3.0: a key in a header of its own, alternatives told by a discriminator, objects of several parts. */
export const platform = createJudge(`openapi: 3.0.3
info: {title: Numbers, version: '1'}
security: [{key: []}]
paths:
  /numbers:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Create'}}}
      responses:
        '201': {description: Made, content: {application/json: {schema: {$ref: '#/components/schemas/Number'}}}}
        default: {$ref: '#/components/responses/Error'}
    patch:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Base'}}}}
      responses: {'200': {description: Done}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: x-api-key}}
  responses:
    Error:
      description: Any other
      content: {application/json: {schema: {type: object, properties: {message: {type: string}}}}}
  schemas:
    Base:
      type: object
      properties:
        label: {type: string, nullable: true}
        transport: {type: string, nullable: true, enum: [udp, tcp]}
        routing: {$ref: '#/components/schemas/Routing'}
        headers: {type: object, additionalProperties: {type: string}}
        anything: {}
    Routing: {type: object, nullable: true, required: [agent], properties: {agent: {type: string}}}
    Bought:
      allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {provider: {type: string}, area: {type: string}}}]
    Imported:
      allOf: [{$ref: '#/components/schemas/Base'}, {type: object, required: [trunk], properties: {provider: {type: string}, trunk: {type: string}}}]
    Create:
      oneOf: [{$ref: '#/components/schemas/Bought'}, {$ref: '#/components/schemas/Imported'}]
      discriminator:
        propertyName: provider
        mapping: {own: '#/components/schemas/Bought', sip: '#/components/schemas/Imported'}
    Number:
      allOf: [{$ref: '#/components/schemas/Bought'}, {type: object, required: [id], properties: {id: {type: string}}}]
`);
