from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0002_events_append_only')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Handling',
            name='in_time',
            field=fields.BooleanField(null=True),
        ),
        ops.AddField(
            model_name='Handling',
            name='paused_due_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Task',
            name='paused_due_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Task',
            name='paused_seconds',
            field=fields.IntField(default=0),
        ),
    ]
