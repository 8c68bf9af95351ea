"""Areas and the organizations in them: firms, chambers, departments with duties, leadership.

Also the categories of cases, the areas' own working days, and which department a case belongs to.
"""
