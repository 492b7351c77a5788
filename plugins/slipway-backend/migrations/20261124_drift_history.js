// @ts-check

/**
 * How long each finding stood, without any value; and how often in a row a stack could not be checked.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('drift_periods', table => {
    table.increments('id');
    table.string('environment').notNullable();
    table.string('stack').notNullable();
    table.string('kind').notNullable();
    table.text('address').notNullable();
    table
      .text('attribute')
      .notNullable()
      .comment('Empty when the whole resource is meant');
    table
      .bigInteger('began_at')
      .notNullable()
      .comment('Milliseconds since 1970, as all moments here');
    table.bigInteger('last_seen_at').notNullable();
    table.bigInteger('ended_at').nullable().comment('Null while it lasts');
    table.index(['environment', 'stack', 'ended_at']);
    table.index(['ended_at']);
  });
  await knex.schema.alterTable('drift_checks', table => {
    table
      .integer('failures')
      .notNullable()
      .defaultTo(0)
      .comment('Checks in a row that gave no answer');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('drift_checks', table => {
    table.dropColumn('failures');
  });
  await knex.schema.dropTable('drift_periods');
};
