// @ts-check

/**
 * One row for each service's stack in each environment: where its drift check stands, and what the last one found.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('drift_checks', table => {
    table.string('environment').notNullable();
    table.string('stack').notNullable();
    table.string('status').notNullable().comment('idle, queued or running');
    table
      .boolean('requested')
      .notNullable()
      .defaultTo(false)
      .comment('True when a person asked for it: it goes first');
    table
      .bigInteger('queued_at')
      .nullable()
      .comment('Milliseconds since 1970, as all moments here');
    table
      .bigInteger('claimed_until')
      .nullable()
      .comment('A running check of a replica that died is free after this');
    table.string('claimed_by').nullable().comment('Token of the claim');
    table.bigInteger('next_check_at').notNullable();
    table.text('last_check').nullable().comment('JSON: DriftCheck and serial');
    table
      .text('problem')
      .nullable()
      .comment('JSON: why the last attempt failed');
    table.primary(['environment', 'stack']);
    table.index(['status', 'next_check_at']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('drift_checks');
};
